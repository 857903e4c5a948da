"""The shape of rule, vocabulary, register, parameter and pack files, as pydantic models: editors get a schema of them.

Every scalar is text here; conditions, literals and operands are read by kind afterwards (`conditions`, `cases`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from regelkoll.model import Kind, Severity

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
YesNo: TypeAlias = Literal["yes", "no", "ja", "nej", "true", "false"]
Day: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Tree: TypeAlias = dict[str, Any]

YES = ("yes", "ja", "true")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SpanModel(Strict):
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None


class SourceModel(Strict):
    statute: Text
    section: Text | None = None
    wording: Text | None = None
    url: Text | None = None
    quote: Text | None = None
    unverified: YesNo = "no"


class UnlessModel(Strict):
    label: Text
    source: SourceModel | list[SourceModel]
    when: Tree


class ExampleModel(Strict):
    name: Text
    facts: dict[str, Any] = {}
    known: dict[str, Any] = {}
    on: Day | None = None
    expect: Any


class TextsModel(Strict):
    title: Text
    message: Text | None = None
    remedy: Text | None = None
    passed: Text | None = None


class RuleModel(Strict):
    title: Text
    source: Annotated[list[SourceModel], Field(min_length=1)]
    in_force: SpanModel | list[SpanModel] | None = None
    severity: Severity
    decides: Literal["text", "register", "case_data", "wording"]
    applies_when: Tree | None = None
    requires: Tree
    unless: list[UnlessModel] = []
    message: Text
    remedy: Text
    passed: Text | None = None
    why: Text
    examples: Annotated[list[ExampleModel], Field(min_length=1)]
    en: TextsModel | None = None


class ClassificationModel(Strict):
    title: Text
    source: Annotated[list[SourceModel], Field(min_length=1)]
    in_force: SpanModel | list[SpanModel] | None = None
    decides: Literal["text", "register", "case_data", "wording"] = "text"
    concludes: dict[str, Text]
    when: Tree
    why: Text
    examples: Annotated[list[ExampleModel], Field(min_length=1)]
    en: TextsModel | None = None


class FieldModel(Strict):
    kind: Kind
    label: Text | None = None
    label_en: Text | None = None
    values: list[Text] = []
    register_: Annotated[Text | None, Field(alias="register")] = None
    column: Text | None = None
    variants: Text | None = None
    fields: dict[str, FieldModel] = {}


class FactModel(Strict):
    kind: Kind
    label: Text
    label_en: Text | None = None
    values: list[Text] = []
    unit: Text | None = None
    register_: Annotated[Text | None, Field(alias="register")] = None
    column: Text | None = None
    fields: dict[str, FieldModel] = {}
    empty: Literal["known", "not_stated"] = "not_stated"
    law_day: YesNo = "no"
    diary: YesNo = "no"
    read: Tree | None = None
    find: Tree | None = None
    derive: Tree | None = None
    concluded: YesNo = "no"
    by_hand: YesNo = "no"


class RegisterModel(Strict):
    register_: Annotated[Text, Field(alias="register")]
    label: Text
    source: SourceModel | None = None
    key: Annotated[list[Text], Field(min_length=1)]
    columns: Annotated[dict[str, FieldModel], Field(min_length=1)]
    rows: list[Tree]


class ParameterRowModel(Strict):
    value: Text
    in_force: SpanModel | list[SpanModel] | None = None
    source: SourceModel | None = None
    assumed: YesNo = "no"


class ParameterModel(Strict):
    kind: Kind
    label: Text
    rows: Annotated[list[ParameterRowModel], Field(min_length=1)]


class WaiverModel(Strict):
    rule: Text
    diary: Text
    reason: Text
    approved_by: Text
    until: Day
    limits: Tree | None = None


class WaiversModel(Strict):
    waivers: list[WaiverModel]


class PackModel(Strict):
    name: Text
    version: Text
    label: Text | None = None

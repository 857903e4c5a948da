// What the page does better with script: a draft can be dropped, waiting is said, focus follows what was swapped in.
"use strict";

function begun(form) {
  const status = form.querySelector("[data-working]");
  if (status) status.textContent = status.dataset.working;
}

function droppable(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  const field = form.querySelector("input[type=file]");
  const hint = form.querySelector(".drop-hint");
  if (hint) hint.hidden = false;
  let inside = 0;
  const over = (on) => form.classList.toggle("over", on);
  form.addEventListener("dragenter", (event) => { event.preventDefault(); inside += 1; over(true); });
  form.addEventListener("dragleave", () => { inside -= 1; over(inside > 0); });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    inside = 0;
    over(false);
    if (!event.dataTransfer || event.dataTransfer.files.length === 0) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", () => begun(form));
}

function made() {
  document.querySelectorAll("form[data-drop]").forEach(droppable);
}

// What is written in one form is not lost when another is sent: the whole report is swapped for the new one.
const unsent = new Map();
let sending = null;

function eachField(todo) {
  document.querySelectorAll("form.fill [name^=fakta-]").forEach((field) => {
    const which = field.type === "radio" ? field.value : "";
    todo(field, [field.form.getAttribute("aria-label"), field.name, which].join("\n"));
  });
}

function keep() {
  eachField((field, key) => {
    if (field.form === sending) return;
    if (field.type === "radio") {
      if (field.checked !== field.defaultChecked) unsent.set(key, field.checked);
    } else if (field.options) {
      const first = [...field.options].find((one) => one.defaultSelected) || field.options[0];
      if (field.value !== first.value) unsent.set(key, field.value);
    } else if (field.value !== field.defaultValue) unsent.set(key, field.value);
  });
}

function giveBack() {
  if (!document.querySelector("#rapport .findings")) return;
  eachField((field, key) => {
    if (!unsent.has(key)) return;
    if (field.type === "radio") field.checked = unsent.get(key);
    else field.value = unsent.get(key);
  });
  unsent.clear();
}

document.addEventListener("submit", (event) => { sending = event.target; });
document.addEventListener("htmx:before:swap", keep);
document.addEventListener("DOMContentLoaded", made);
document.addEventListener("htmx:after:swap", () => {
  made();
  giveBack();
  const heading = document.querySelector("#rapport #besked");
  if (heading && (document.activeElement === document.body || !document.activeElement)) {
    heading.tabIndex = -1;
    heading.focus();
  }
});
// A form that could not be sent goes the plain way: the browser then says what is wrong, and no old verdict stands there.
document.addEventListener("htmx:error", (event) => {
  const form = event.target.closest && event.target.closest("form.fill");
  if (form) form.submit();
});
// A draft that misses the zone must not replace the page.
["dragover", "drop"].forEach((name) => document.addEventListener(name, (event) => event.preventDefault()));

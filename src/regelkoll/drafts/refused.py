"""What a reader is told of a draft that was refused, by the code of `UnreadableDraft`."""

from __future__ import annotations

from collections.abc import Mapping

from regelkoll.language import N_

UNREADABLE: Mapping[str, str] = {
    "empty": N_("The draft is empty."),
    "too_large": N_("The draft is too large to be a decision. It was not read."),
    "binary": N_("The file holds something else than text. It was not read."),
    "undecodable": N_("The text is neither UTF-8 nor Windows-1252. Save it as UTF-8."),
    "format": N_("Files of this format are not read. Save the draft as Word (.docx), OpenDocument, PDF or text."),
    "damaged": N_("The file is damaged or incomplete. It was not read. Open it, save it anew and try again."),
    "unsafe": N_(
        "The file is built in a way that no ordinary draft is, and was not read. Save it anew as Word or PDF."
    ),
    "encrypted": N_("The file is locked with a password. Save a copy without a password."),
    "macros": N_("The file holds macros. Save it as a Word document without macros (.docx)."),
    "signed": N_("The draft is already signed. A signed decision is not checked as a draft."),
    "wrong_type": N_("The file is not what its name says. Save it anew in the right format."),
    "locked": N_("This is Word's lock file. Close the document in Word and check the document itself."),
    "scan": N_("The file is a scanned picture without text. Check the document that it was printed from."),
    "pages": N_("The file has more pages than a decision can have. It was not read."),
    "stopped": N_("The file could not be read: it took too long or too much memory."),
    "converter": N_("Old Word files and RTF need LibreOffice, which is not installed. Save the draft as Word (.docx)."),
}

// "/" leads to the search field, as it does at the desk; not while somebody types.
"use strict";
document.addEventListener("keydown", (event) => {
  if (deskKey(event) !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("[data-key='/']");
  if (!field) return;
  event.preventDefault();
  field.focus();
  if (field.select) field.select();
});

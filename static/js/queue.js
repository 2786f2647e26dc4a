/* The queue is searched while somebody types: the form is sent after a pause, and the caret stays where it was.
   What may be an identity number is never sent: the field refuses it (its pattern), as it does without this script. */
(() => {
  "use strict";
  const PAUSE_MS = 400, MARK = "queue typing";
  const form = document.getElementById("changelist-search");
  const field = form && form.querySelector("#searchbar");
  if (!field) return;
  if (sessionStorage.getItem(MARK)) {
    sessionStorage.removeItem(MARK);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (field.value.trim() === field.defaultValue.trim() || !form.reportValidity()) return;
      sessionStorage.setItem(MARK, "1");
      form.requestSubmit();
    }, PAUSE_MS);
  });
})();

/* Saves a draft while somebody types; where there is no draft, asks before what was typed is lost. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const status = form.querySelector("[data-saves]");
  const number = form.elements.namedItem("number");
  let unsaved = form.hasAttribute("data-unsaved") || form.hasAttribute("data-refilled");
  let failed = false, leaving = false, again = false, hadNumber = false, saving = null;

  const say = (what) => { if (status) status.textContent = status.dataset[what]; };

  const hidden = (name) => {
    const field = form.querySelector(`input[type=hidden][name=${name}]`) || document.createElement("input");
    if (!field.name) form.append(Object.assign(field, { type: "hidden", name }));
    return field;
  };

  /* From now on the page is that of the saved draft. */
  const goOnFrom = (draft) => {
    const address = new URL(draft.address, location.href);
    form.action = address.href;
    history.replaceState(history.state, "", address.pathname + address.search);
    for (const [name, value] of Object.entries(draft.hidden)) hidden(name).value = value;
  };

  const send = async () => {
    // A blank number keeps that of the draft, except where it was typed and cleared here.
    if (number) {
      if (number.value) form.querySelector("[name=cleared]")?.remove();
      else if (hadNumber) hidden("cleared").value = "number";
      hadNumber ||= Boolean(number.value);
    }
    const body = new URLSearchParams(new FormData(form));
    body.set("keep", "1");
    const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
    if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) throw new Error(answer.status);
    goOnFrom(await answer.json());
  };

  const save = () => {
    if (!status || saving) { again = true; return; }
    unsaved = again = false;
    saving = send().then(() => { failed = false; say("saved"); }, () => { failed = unsaved = true; say("failed"); });
    saving = saving.then(() => { saving = null; if (again && !failed) save(); });
  };

  say("saves");
  if (status && form.hasAttribute("data-unsaved")) save();

  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("change", () => { unsaved = true; save(); });

  // A save on its way makes the version that this form has to name.
  document.addEventListener("submit", async (event) => {
    if (event.target !== form) return;
    leaving = true;
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    again = false;
    await saving;
    form.requestSubmit(event.submitter);
  }, true);

  window.addEventListener("beforeunload", (event) => {
    if (leaving || !unsaved) return;
    if (status && !failed) save();
    else event.preventDefault();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("session:over", () => { leaving = true; });
})();

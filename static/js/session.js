/* Warns before an idle session ends, in every tab; the form that was open is kept in this tab and put back after sign-in. */
(() => {
  "use strict";

  const dialog = document.getElementById("idle-warning");
  if (!dialog) return;
  const warnAfter = Number(dialog.dataset.warn) * 1000;
  const endAfter = Number(dialog.dataset.end) * 1000;
  // A page that becomes that of a saved draft changes its address.
  const kept = () => `kept:${location.pathname}`;
  const used = "last-used";
  const now = () => Date.now();
  localStorage.setItem(used, String(now()));

  // Of the hidden fields only what the form was filled in with: it tells whether somebody has changed that meanwhile.
  const belongs = (field) => ["seen", "dependent"].includes(field.name) || !["hidden", "password", "submit"].includes(field.type);
  const fields = (form) => [...form.elements].filter((field) => field.name && belongs(field));
  const secret = (field) => field.autocomplete === "off";

  const keep = () => {
    const form = document.querySelector("form[data-keep]");
    if (!form) return;
    const values = fields(form).filter((field) => !secret(field)).map((field) => [
      field.name, field.type === "checkbox" || field.type === "radio" ? field.checked : field.value, field.value,
    ]);
    sessionStorage.setItem(kept(), JSON.stringify({ who: dialog.dataset.who, values }));
  };

  const putBack = () => {
    const stored = JSON.parse(sessionStorage.getItem(kept()));
    const form = document.querySelector("form[data-keep]");
    if (!stored || !form) return;
    sessionStorage.removeItem(kept());
    for (const [name, value, own] of stored.values) {
      for (const field of fields(form).filter((each) => each.name === name)) {
        if (typeof value !== "boolean") field.value = value;
        else if (field.value === own) field.checked = value;
      }
    }
  };

  /* Whoever signs in next in this tab is not shown what another has typed. */
  const forgetOthers = () => {
    for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith("kept:"))) {
      if (JSON.parse(sessionStorage.getItem(key)).who !== dialog.dataset.who) sessionStorage.removeItem(key);
    }
  };

  const stay = async () => {
    const token = document.querySelector("#idle-warning [name=csrfmiddlewaretoken]").value;
    const answer = await fetch(dialog.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok) localStorage.setItem(used, String(now()));
    dialog.close();
  };

  /* What was typed is kept, or its user has gone: no question is asked. */
  const go = (address) => {
    document.dispatchEvent(new Event("session:over"));
    location.assign(address);
  };

  /* Only a post signs out; where it fails, the portal ends the idle session by itself. */
  let over = false;
  const end = async () => {
    over = true;
    keep();
    const token = document.querySelector("#idle-warning [name=csrfmiddlewaretoken]").value;
    await fetch(dialog.dataset.ended, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
    go(`${dialog.dataset.ended}?next=${encodeURIComponent(location.pathname)}`);
  };

  document.getElementById("idle-stay").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  forgetOthers();
  document.addEventListener("DOMContentLoaded", putBack);

  setInterval(() => {
    const last = localStorage.getItem(used);
    const idle = now() - Number(last);
    if (last === null) go(dialog.dataset.signIn); // signing out, here or in another tab, clears the storage
    else if (idle >= endAfter) {
      if (!over) end();
    } else if (idle >= warnAfter && !dialog.open) {
      keep();
      dialog.showModal();
    } else if (idle < warnAfter && dialog.open) {
      dialog.close();
    }
  }, 1000);
})();

// The focus is never lost: errors take it, and after a swap it goes to the first sensible place.

function takeErrors(root) {
  const problems = root.querySelector?.("[data-takes-focus]");
  const wrong = problems || root.querySelector?.("[aria-invalid=true]");
  if (wrong) wrong.focus();
  return Boolean(wrong);
}

let before = null;

document.addEventListener("htmx:beforeSwap", () => {
  before = document.activeElement?.id || null;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  if (!target?.querySelector || target.id === "says") return;
  if (takeErrors(target)) return;
  const held = document.activeElement;
  if (held && held !== document.body) return;
  const same = before && document.getElementById(before);
  const next = same || target.querySelector("[autofocus]") || target.querySelector("h1, h2, h3");
  if (!next) return;
  if (next.tabIndex < 0 && !next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
});

takeErrors(document);

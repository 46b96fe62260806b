// Rows of executors, wherever a form has them: an empty one follows, a day stands beside a co-executor only.

/** As soon as the last row names somebody an empty one follows; only a co-executor has a day of his own. */
function follow(place) {
  const rows = [...place.querySelectorAll("[data-executor]")];
  for (const row of rows) row.toggleAttribute("data-no-day", row.querySelector("select")?.value !== "co");
  if (!rows.at(-1).querySelector("[role=combobox]").value.trim()) return;
  const blank = place.querySelector("[data-executor-blank]");
  const next = document.createElement("template");
  next.innerHTML = blank.innerHTML.replaceAll("__n__", rows.length).replaceAll("__m__", rows.length + 1);
  next.content.querySelector("[data-executor]").toggleAttribute("data-no-day", false);
  blank.before(next.content);
}

/** Whom one names often, by one tap: into the first empty row of the same point; once. */
function named(button) {
  const place = button.closest("[data-point]").querySelector("[data-executors]");
  const values = [...place.querySelectorAll("[data-combo-value]")];
  if (values.some((each) => each.value === button.dataset.usual)) return;
  const rows = [...place.querySelectorAll("[data-executor]")];
  const free = rows.find((each) => !each.querySelector("[role=combobox]").value.trim());
  if (!free) return;
  free.querySelector("[role=combobox]").value = button.textContent;
  const value = free.querySelector("[data-combo-value]");
  value.value = button.dataset.usual;
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-usual]");
  if (!button) return;
  event.preventDefault();
  named(button);
});
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest("[data-executors]");
    if (place) follow(place);
  });
}
for (const place of document.querySelectorAll("[data-executors]")) follow(place);

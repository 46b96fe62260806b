// Rows of executors, wherever a form has them: an empty one follows, a day stands beside a co-executor only.

/** As soon as the last row names somebody an empty one follows; only a co-executor has a day of his own. */
function follow(place) {
  const rows = [...place.querySelectorAll("[data-executor]")];
  for (const row of rows) row.toggleAttribute("data-no-day", row.querySelector("select").value !== "co");
  if (!rows.at(-1).querySelector("[role=combobox]").value.trim()) return;
  const blank = place.querySelector("[data-executor-blank]");
  const next = document.createElement("template");
  next.innerHTML = blank.innerHTML.replaceAll("__n__", rows.length).replaceAll("__m__", rows.length + 1);
  next.content.querySelector("[data-executor]").toggleAttribute("data-no-day", false);
  blank.before(next.content);
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest("[data-executors]");
    if (place) follow(place);
  });
}
for (const place of document.querySelectorAll("[data-executors]")) follow(place);

// Moving about a table one types in: Alt+arrows move an item of the agenda, arrows walk a column of votes.

const rowsOf = (body) => [...body.querySelectorAll(":scope > tr")];

function renumber(body) {
  rowsOf(body).forEach((row, place) => {
    const order = row.querySelector("[data-order]");
    if (order) order.value = String(place + 1);
  });
}

function move(field, by) {
  const row = field.closest("tr");
  const rows = rowsOf(row.parentElement);
  const other = rows[rows.indexOf(row) + by];
  if (!other) return;
  if (by < 0) other.before(row);
  else other.after(row);
  renumber(row.parentElement);
  field.focus();
}

function walk(field, by) {
  const column = [...field.form.querySelectorAll(`[data-column="${field.dataset.column}"]`)];
  const next = column[column.indexOf(field) + by];
  if (!next) return;
  next.focus();
  next.select();
}

document.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const field = event.target;
  if (!by || event.isComposing || !field.form) return;
  if (event.altKey && field.form.matches("[data-agenda]") && field.closest("tbody tr")) move(field, by);
  else if (!event.altKey && !event.ctrlKey && !event.metaKey && field.matches("[data-column]")) walk(field, by);
  else return;
  event.preventDefault();
});

// What every page has beyond HTML: "/" goes to the search box, and a form that came back with
// errors tells so first, and a filter that is ticked beside its list applies at once. All pages
// work without it.

const typing = (element) => element?.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("search");
  if (!search || typing(document.activeElement)) return;
  event.preventDefault();
  search.focus();
  search.select();
});

document.getElementById("error-summary")?.focus();
document.addEventListener("htmx:afterSettle", () => document.getElementById("error-summary")?.focus());

document.addEventListener("change", (event) => {
  const form = event.target.closest("form.facets");
  // Laid over the page, as on a phone, it waits for its button: one chooses several first.
  if (form && !form.matches(":popover-open")) form.requestSubmit();
});

// What was opened over a list closes again by a press beside it, or by Escape.
const closed = (event) => {
  const inside = event.type === "click" ? event.target.closest("details.drop") : null;
  if (event.type === "keydown" && event.key !== "Escape") return;
  for (const one of document.querySelectorAll("details.drop[open]")) {
    if (one === inside) continue;
    if (event.type === "keydown" && one.contains(document.activeElement)) one.firstElementChild.focus();
    one.open = false;
  }
};
document.addEventListener("click", closed);
document.addEventListener("keydown", closed);

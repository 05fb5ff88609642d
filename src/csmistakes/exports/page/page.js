"use strict";
for (const table of document.querySelectorAll("table.data")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  if (body.rows.length < 2) continue;
  const shown = (row, at) => row.cells[at].dataset.sort ?? row.cells[at].textContent;
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    const isNumber = head.dataset.kind === "number";
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const up = before ? before === "descending" : !isNumber;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const compare = (one, other) => {
        const [a, b] = [shown(one, at), shown(other, at)];
        if (a === "" || b === "") return (a === "") - (b === "");
        return (up ? 1 : -1) * (isNumber ? a - b : a.localeCompare(b, "en", { numeric: true }));
      };
      body.append(...[...body.rows].sort(compare));
    });
  });
}
for (const filter of document.querySelectorAll(".filters")) {
  const items = [...document.getElementById(filter.dataset.for).querySelectorAll(".item")];
  const find = filter.querySelector("input");
  const selects = [...filter.querySelectorAll("select")];
  const status = filter.querySelector("[role=status]");
  const text = items.map((item) => (item.dataset.find ?? item.textContent).toLowerCase());
  const apply = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    items.forEach((item, at) => {
      const fits = words.every((word) => text[at].includes(word)) &&
        selects.every((one) => !one.value || item.getAttribute(`data-facet-${one.dataset.facet}`) === one.value);
      item.hidden = !fits;
      count += fits;
    });
    status.textContent = `${count.toLocaleString("en")} of ${items.length.toLocaleString("en")} shown`;
  };
  filter.addEventListener("input", apply);
  filter.hidden = false;
}
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details");
  if (folded) {
    folded.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", unfold);
unfold();
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  opened.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));

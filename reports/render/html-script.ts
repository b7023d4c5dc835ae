/** Opens the panel of a figure: by click, Enter or Space; Esc, the button or a click beside it close it. */
export const PAGE_SCRIPT = `
"use strict";
(() => {
  const { words, cells, traces } = JSON.parse(document.getElementById("traces").textContent);
  const panel = document.getElementById("trace");
  let opener = null;
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const pair = (list, name, text) => {
    if (!text) return;
    list.append(make("dt", name), make("dd", text));
  };
  const cellTable = (indexes) => {
    const table = make("table");
    const columns = ["file", "sheet", "row", "column", "header", "text", "meaning"];
    const head = make("tr");
    for (const column of columns) head.append(make("th", words[column]));
    table.append(head);
    for (const index of indexes) {
      const cell = cells[index];
      const row = make("tr");
      for (const column of columns) {
        const unit = column === "text" && cell.unit ? " " + cell.unit : "";
        row.append(make("td", cell[column] + unit, column));
      }
      table.append(row);
    }
    return table;
  };
  const open = (element) => {
    const trace = traces[element.dataset.figure];
    if (!trace) return;
    const close = make("button", words.close);
    close.type = "button";
    close.onclick = () => panel.close();
    const title = make("h2", trace.title + "　" + element.textContent);
    title.id = "trace-title";
    const facts = make("dl");
    pair(facts, words.value, trace.value === null ? "—" : trace.value + (words[trace.unit] || ""));
    pair(facts, words.policy, trace.policy);
    pair(facts, words.caveats, trace.caveats.join("；"));
    const chain = make("ol");
    for (const hop of trace.hops) {
      const item = make("li");
      item.append(make("b", words[hop.kind] || hop.kind), make("span", hop.text), make("code", hop.name));
      chain.append(item);
    }
    const cellsTitle = make("h3", words.cells);
    const list = trace.cells.length === 0 ? make("p", words.none) : make("div", undefined, "cells");
    if (trace.cells.length > 0) list.append(cellTable(trace.cells));
    panel.replaceChildren(close, title, facts, make("h3", words.chain), chain, cellsTitle, list);
    opener = element;
    panel.showModal();
    close.focus();
  };
  const figureOf = (event) => event.target.closest ? event.target.closest(".figure") : null;
  document.addEventListener("click", (event) => {
    const figure = figureOf(event);
    if (figure) open(figure);
    else if (event.target === panel) panel.close();
  });
  document.addEventListener("keydown", (event) => {
    const figure = figureOf(event);
    if (!figure || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    open(figure);
  });
  panel.addEventListener("close", () => opener && opener.focus());
})();
`;

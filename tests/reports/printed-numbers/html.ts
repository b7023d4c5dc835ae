import { parseHTML } from "linkedom";
import type { Printed } from "./printed.ts";

/** Numbers of a page: what stands in elements that name their figure. */
export function printedInHtml(page: string): Printed[] {
  const { document } = parseHTML(page);
  return [...document.querySelectorAll("[data-figure]")].map((element) => ({
    figure: element.getAttribute("data-figure")!,
    text: element.textContent!,
  }));
}

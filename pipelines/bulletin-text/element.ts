/** As much of the DOM as reading a document takes. */
export interface MarkupNode {
  nodeType: number;
  textContent: string | null;
}

export interface MarkupElement extends MarkupNode {
  tagName: string;
  children: Iterable<MarkupElement>;
  childNodes: Iterable<MarkupNode>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): MarkupElement | null;
  querySelectorAll(selector: string): Iterable<MarkupElement>;
}

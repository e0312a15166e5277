/** Keeps what the reader looks at in its place on the screen while the page around it is laid out anew. */
let held: { element: Element; top: number } | null = null;

export function holdPlace(element: Element): void {
  held = { element, top: element.getBoundingClientRect().top };
}

/** To be called after the new layout and before it is painted. */
export function restorePlace(): void {
  if (held?.element.isConnected)
    window.scrollBy({ top: held.element.getBoundingClientRect().top - held.top, behavior: 'instant' });
  held = null;
}

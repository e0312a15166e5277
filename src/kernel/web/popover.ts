import { useEffect, useRef, useState, type RefObject } from 'react';

interface Popover {
  open: boolean;
  toggle: () => void;
  close: () => void;
  box: RefObject<HTMLDivElement | null>;
  trigger: RefObject<HTMLButtonElement | null>;
}

/** A small panel under a button: closes on Escape (focus goes back), on a click elsewhere and when focus leaves. */
export function usePopover(): Popover {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!open || !element) return undefined;
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && !element.contains(event.target)) setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      setOpen(false);
      trigger.current?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    element.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      element.removeEventListener('keydown', closeOnEscape);
    };
  }, [open]);
  return {
    open,
    toggle: () => setOpen((was) => !was),
    close: () => {
      setOpen(false);
      trigger.current?.focus();
    },
    box,
    trigger,
  };
}

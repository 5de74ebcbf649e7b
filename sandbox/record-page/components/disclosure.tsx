/** Stand-ins that hide and show: accordions and tabs. */
import type { AccordionProps, TabProps, TabsProps } from '@hubspot/ui-extensions';
import { createContext, type KeyboardEvent, useCallback, useContext, useEffect, useId, useMemo, useState } from 'react';
import { Glyph } from './glyph.tsx';
import { sizeLetter } from './spacing.ts';

export function Accordion({
  title,
  defaultOpen = false,
  open,
  disabled = false,
  size,
  onClick,
  testId,
  children,
}: AccordionProps) {
  const [isOwnOpen, setOwnOpen] = useState(defaultOpen);
  const body = useId();
  const isOpen = open ?? isOwnOpen;
  return (
    <div className={`c-accordion size-${sizeLetter(size, 'sm')}`} data-testid={testId}>
      <button
        type="button"
        className="plain-button"
        aria-expanded={isOpen}
        aria-controls={body}
        disabled={disabled}
        onClick={() => {
          setOwnOpen(!isOpen);
          onClick?.();
        }}
      >
        <Glyph name={isOpen ? 'downCarat' : 'right'} size={14} /> {title}
      </button>
      <div id={body} hidden={!isOpen}>
        {children}
      </div>
    </div>
  );
}

type TabEntry = {
  readonly key: string;
  readonly id: string | number;
  readonly title: string;
  readonly isDisabled: boolean;
  readonly hint: string | undefined;
};
type TabsState = {
  readonly selected: string | number | undefined;
  readonly register: (tab: TabEntry) => void;
  readonly remove: (key: string) => void;
};

const TabsContext = createContext<TabsState | undefined>(undefined);

export function Tabs({
  defaultSelected,
  selected,
  onSelectedChange,
  variant = 'default',
  fill = false,
  testId,
  children,
}: TabsProps) {
  const [tabs, setTabs] = useState<readonly TabEntry[]>([]);
  const [own, setOwn] = useState(defaultSelected);
  const current = selected ?? own ?? tabs[0]?.id;
  const register = useCallback((tab: TabEntry) => setTabs((last) => mergeTab(last, tab)), []);
  const remove = useCallback((gone: string) => setTabs((last) => last.filter(({ key }) => key !== gone)), []);
  const state = useMemo(() => ({ selected: current, register, remove }), [current, register, remove]);
  const select = (id: string | number) => {
    setOwn(id);
    // The SDK types the callback as taking text, number, or either; it hands back the id it was given.
    if (typeof onSelectedChange === 'function') Reflect.apply(onSelectedChange, undefined, [id]);
  };
  return (
    <TabsContext.Provider value={state}>
      <div className={`c-tabs ${variant} ${fill ? 'fill' : ''}`} data-testid={testId}>
        <div role="tablist" onKeyDown={moveTab}>
          {tabs.map((tab) => (
            <button
              type="button"
              role="tab"
              key={tab.key}
              title={tab.hint}
              disabled={tab.isDisabled}
              aria-selected={tab.id === current}
              tabIndex={tab.id === current ? 0 : -1}
              onClick={() => select(tab.id)}
            >
              {tab.title}
            </button>
          ))}
        </div>
        {children}
      </div>
    </TabsContext.Provider>
  );
}

function mergeTab(tabs: readonly TabEntry[], tab: TabEntry): readonly TabEntry[] {
  return tabs.some(({ key }) => key === tab.key)
    ? tabs.map((old) => (old.key === tab.key ? tab : old))
    : [...tabs, tab];
}

export function moveTab(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]:not(:disabled)')];
  const at = tabs.findIndex((one) => one.matches(':focus'));
  const next = tabs[(at + step + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}

export function Tab({ tabId, title = '', disabled = false, tooltip, testId, children }: TabProps) {
  const key = useId();
  const tabs = useContext(TabsContext);
  const id = tabId ?? key;
  const register = tabs?.register;
  const remove = tabs?.remove;
  // Two effects: a tab that only changes its words keeps its place in the row.
  useEffect(
    () => register?.({ key, id, title, isDisabled: disabled, hint: tooltip }),
    [register, key, id, title, disabled, tooltip],
  );
  useEffect(() => () => remove?.(key), [remove, key]);
  return (
    <div role="tabpanel" data-testid={testId} hidden={tabs?.selected !== id}>
      {children}
    </div>
  );
}

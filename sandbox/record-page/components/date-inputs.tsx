/** Stand-ins for dates and times, over the browser's own pickers. HubSpot counts months from 0. */
import type { BaseDate, BaseTime, DateInputProps, TimeInputProps } from '@hubspot/ui-extensions';
import { Field } from './field.tsx';
import { useTypedText } from './use-typed-text.ts';

const two = (value: number) => String(value).padStart(2, '0');

export function dateText(date: BaseDate | null | undefined): string | undefined {
  return date ? `${date.year}-${two(date.month + 1)}-${two(date.date)}` : undefined;
}

/** Reads `2026-11-23`; `undefined` while the person is still typing. */
export function parseDateText(text: string): BaseDate | undefined {
  const [year, month, date] = text.split('-').map(Number);
  return year && month && date ? { year, month: month - 1, date } : undefined;
}

export function DateInput(props: DateInputProps) {
  const { text, setText } = useTypedText(dateText(props.value), dateText(props.defaultValue) ?? '');
  const payload = (next: string) => {
    const date = parseDateText(next);
    return date && { ...date, formattedDate: next };
  };
  return (
    <Field field={props}>
      {(control) => (
        <input
          {...control}
          className="control"
          type="date"
          name={props.name}
          value={text}
          readOnly={props.readOnly}
          required={props.required}
          min={dateText(props.min)}
          max={dateText(props.max)}
          onChange={(event) => {
            setText(event.target.value);
            const next = payload(event.target.value);
            if (next) props.onChange?.(next);
          }}
          onBlur={() => {
            const next = payload(text);
            if (next) props.onBlur?.(next);
          }}
        />
      )}
    </Field>
  );
}

export function timeText(time: BaseTime | null | undefined): string | undefined {
  return time ? `${two(time.hours)}:${two(time.minutes)}` : undefined;
}

function parseTimeText(text: string): BaseTime | undefined {
  const [hours, minutes] = text.split(':').map(Number);
  return hours === undefined || minutes === undefined || Number.isNaN(hours) ? undefined : { hours, minutes };
}

export function TimeInput(props: TimeInputProps) {
  const { text, setText } = useTypedText(timeText(props.value), timeText(props.defaultValue) ?? '');
  return (
    <Field field={props}>
      {(control) => (
        <input
          {...control}
          className="control"
          type="time"
          name={props.name}
          value={text}
          readOnly={props.readOnly}
          required={props.required}
          min={timeText(props.min)}
          max={timeText(props.max)}
          step={(props.interval ?? 30) * 60}
          onChange={(event) => {
            setText(event.target.value);
            const next = parseTimeText(event.target.value);
            if (next) props.onChange?.(next);
          }}
          onBlur={() => {
            const next = parseTimeText(text);
            if (next) props.onBlur?.(next);
          }}
        />
      )}
    </Field>
  );
}

/** Stand-ins for words: headings, text in all its formats, lists, label and value pairs, pictures. */
import type {
  DescriptionListItemProps,
  DescriptionListProps,
  HeadingProps,
  ImageProps,
  ListProps,
  TextProps,
} from '@hubspot/ui-extensions';
import { Children, type CSSProperties } from 'react';
import { useFrame } from '../host/frame-context.ts';
import { hrefOf, makeClick } from './clicks.ts';
import { useOverlayTrigger } from './overlay-trigger.tsx';

export function Heading({ inline = false, testId, children }: HeadingProps) {
  const Tag = inline ? 'span' : 'h3';
  return (
    <Tag className="c-heading" data-testid={testId}>
      {children}
    </Tag>
  );
}

const weights = { regular: 400, demibold: 600, bold: 700 } as const;
const decorations = { none: 'none', underline: 'underline', strikethrough: 'line-through' } as const;

function formatStyle(format: TextProps['format']): CSSProperties {
  if (!format) return {};
  const { fontWeight, italic, lineDecoration, textTransform } = format;
  return {
    ...(fontWeight ? { fontWeight: weights[fontWeight] } : {}),
    ...(italic ? { fontStyle: 'italic' } : {}),
    ...(lineDecoration ? { textDecoration: decorations[lineDecoration] } : {}),
    ...(textTransform && textTransform !== 'sentenceCase' ? { textTransform } : {}),
  };
}

export function Text({ variant = 'bodytext', inline = false, format, truncate, testId, children }: TextProps) {
  const Tag = inline ? 'span' : 'div';
  const cut = typeof truncate === 'object' ? truncate : undefined;
  const classes = [
    'c-text',
    variant,
    truncate ? 'truncate' : '',
    format?.textTransform === 'sentenceCase' ? 'sentence' : '',
  ];
  return (
    <Tag
      className={classes.join(' ')}
      data-testid={testId}
      title={cut?.tooltipText}
      style={{ ...formatStyle(format), ...(cut?.maxWidth ? { maxWidth: cut.maxWidth } : {}) }}
    >
      {children}
    </Tag>
  );
}

export function List({ variant = 'unordered', testId, children }: ListProps) {
  const Tag = variant.startsWith('ordered') ? 'ol' : 'ul';
  return (
    <Tag className={`c-list ${variant}`} data-testid={testId}>
      {Children.map(children, (child) => (
        <li>{child}</li>
      ))}
    </Tag>
  );
}

export function DescriptionList({ direction = 'column', testId, children }: DescriptionListProps) {
  return (
    <dl className={`c-description-list ${direction}`} data-testid={testId}>
      {children}
    </dl>
  );
}

export function DescriptionListItem({ label, testId, children }: DescriptionListItemProps) {
  return (
    <div data-testid={testId}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Image({ src, alt = '', width, height, href, onClick, overlay, testId }: ImageProps) {
  const { overlays } = useFrame();
  const trigger = useOverlayTrigger(overlay);
  const image = <img className="c-image" src={src} alt={alt} width={width} height={height} data-testid={testId} />;
  const target = hrefOf(href);
  if (target.url) {
    return (
      <a href={target.url} target="_blank" rel="noreferrer" onClick={makeClick(onClick, overlays)}>
        {image}
      </a>
    );
  }
  if (!onClick && !overlay) return image;
  return (
    <>
      <button
        type="button"
        className="plain-button"
        {...trigger.props}
        onClick={makeClick(onClick, overlays, trigger.toggle)}
      >
        {image}
      </button>
      {trigger.slot}
    </>
  );
}

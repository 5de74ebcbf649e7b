import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The product's blue, as on its other pages; index 6 carries white text at 4.5:1 and more. */
const brand: MantineColorsTuple = [
  '#e8f6fc',
  '#d3e9f3',
  '#a3d2e7',
  '#70badb',
  '#48a6d1',
  '#1f86b3',
  '#0b6e99',
  '#095d82',
  '#074c6a',
  '#043a52',
];

/** Texts on their own light ground, and grey ones, at 4.5:1 and more (WCAG 2.2, 1.4.3); the library's are lighter. */
const READABLE = {
  teal: '#06674a',
  red: '#a3231c',
  yellow: '#7a4a00',
  orange: '#963a00',
  blue: '#0b5690',
  gray: '#3d4650',
} as const;

/** Replaces the library's colours of text where they are too faint. */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#545d66',
    '--mantine-color-placeholder': '#68717a',
    '--mantine-color-error': READABLE.red,
    ...Object.fromEntries(
      Object.entries(READABLE).flatMap(([name, color]) => [
        [`--mantine-color-${name}-light-color`, color],
        [`--mantine-color-${name}-text`, color],
      ]),
    ),
  },
  dark: { '--mantine-color-dimmed': '#a8adb3', '--mantine-color-placeholder': '#a8adb3' },
});

/** How the dashboard looks. */
export const theme = createTheme({
  colors: { brand },
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 6 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 600 } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'sm' } },
    Paper: { defaultProps: { withBorder: true, p: 'lg' } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    // All charts count whole things.
    BarChart: { defaultProps: { yAxisProps: { allowDecimals: false } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});

import { createTheme, type MantineColorsTuple } from '@mantine/core';

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
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});

/**
 * Every remote component `@hubspot/ui-extensions` 0.17.0 may send, by its wire name.
 *
 * The receiver copies the entries and crashes the whole tree on a name that is missing, so a test compares this list
 * with the package.
 */
import type { ComponentMapping } from '@remote-ui/react/host';
import * as buttons from './buttons.tsx';
import { BarChart, LineChart } from './charts.tsx';
import * as crm from './crm.tsx';
import { DateInput, TimeInput } from './date-inputs.tsx';
import { Accordion, Tab, Tabs } from './disclosure.tsx';
import { Dropdown, DropdownButtonItem } from './dropdown.tsx';
import { Center, MediaObject, Stack2, withSpacing } from './experimental.tsx';
import * as feedback from './feedback.tsx';
import { Form } from './form.tsx';
import { Illustration } from './illustration.tsx';
import * as layout from './layout.tsx';
import { CurrencyInput, NumberInput, StepperInput } from './number-inputs.tsx';
import * as overlays from './overlays.tsx';
import * as pages from './pages.tsx';
import { MultiSelect, Select } from './selects.tsx';
import * as statistics from './statistics.tsx';
import * as status from './status.tsx';
import { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } from './tables.tsx';
import * as text from './text.tsx';
import { Input, SearchInput, TextArea } from './text-inputs.tsx';
import { Checkbox, RadioButton, Toggle, ToggleGroup } from './toggles.tsx';
import { makeUnsupported } from './unsupported.tsx';

const { PageLink } = pages;
const { Button, ButtonRow, LoadingButton } = buttons;
const { AutoGrid, Box, Flex, Inline } = layout;
const inputs = {
  Input,
  TextArea,
  NumberInput,
  DateInput,
  TimeInput,
  CurrencyInput,
  StepperInput,
  SearchInput,
  Select,
  MultiSelect,
  Checkbox,
  RadioButton,
  Toggle,
};

/** Drawn by HubSpot from data or services the local stand-in does not have. */
const unsupported = [
  'CrmReport',
  'CrmAssociationPivot',
  'CrmAssociationPropertyList',
  'CrmAssociationStageTracker',
  'CrmSimpleDeadline',
  'CrmStatistics',
  'Iframe',
  'Grid',
  'GridItem',
  'SettingsView',
  'ExpandableText',
  'FileInput',
  'FileUpload',
  'FileViewer',
] as const;

function spaced(components: ComponentMapping): ComponentMapping {
  return Object.fromEntries(
    Object.entries(components).map(([name, component]) => [`Experimental${name}`, withSpacing(component)]),
  );
}

export const componentMap: ComponentMapping = {
  ...layout,
  ...text,
  ...buttons,
  ...feedback,
  ...status,
  ...statistics,
  ...overlays,
  ...pages,
  ...crm,
  ...inputs,
  Accordion,
  BarChart,
  Center,
  Dropdown,
  DropdownButtonItem,
  Form,
  Illustration,
  LineChart,
  MediaObject,
  PageBreadcrumbsPageLink: PageLink,
  Stack2,
  Tab,
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableHeader,
  TableRow,
  Tabs,
  Textarea: TextArea,
  ToggleGroup,
  ...Object.fromEntries(unsupported.map((name) => [name, makeUnsupported(name)])),
  ...spaced({ Flex, Box, Inline, AutoGrid, ButtonRow, Button, LoadingButton, ...inputs }),
};

/** Our own 24×24 outlines for the icon names of the SDK that interfaces use most. */
const circle = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18';
const person = 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5';
const building = 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3';
const refresh = 'M20 11a8 8 0 0 0-14-4.5L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4.5l2-2.5M20 20v-5h-5';
const box = 'M4 5h16v14H4z';
const star = 'M12 3.5l2.6 5.4 5.9.8-4.300 4.100 1.100 5.900L12 16.900 6.700 19.700l1.100-5.900L3.500 9.700l5.900-.8z';
const globe = `${circle}M3 12h18M12 3c2.500 2.600 3.800 5.600 3.800 9S14.500 18.400 12 21c-2.500-2.600-3.800-5.600-3.800-9S9.500 5.600 12 3`;
const bulb =
  'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.500 10.900c.6.5.9 1.200.9 2.100h5.200c0-.9.3-1.600.9-2.100A6 6 0 0 0 12 3';
const bars = 'M5 20V11M12 20V4M19 20v-6M3 20h18';
const sparkle =
  'M12 3l1.900 5.600L19.500 10.500l-5.600 1.900L12 18l-1.900-5.600L4.500 10.500l5.600-1.900zM19 16v4M17 18h4';
const eye =
  'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5';

export const glyphPaths: Readonly<Record<string, string>> = {
  add: 'M12 5v14M5 12h14',
  appointment: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  artificialIntelligence: sparkle,
  artificialIntelligenceEnhanced: sparkle,
  attach: 'M19 11l-7.500 7.500a4.500 4.500 0 0 1-6.400-6.400L13 4.200a3 3 0 0 1 4.200 4.200L9.400 16.200',
  bank: 'M3 10l9-6 9 6M5 10v8M10 10v8M14 10v8M19 10v8M3 20h18',
  block: `${circle}M6 6l12 12`,
  bulb,
  calling:
    'M5 4h4l1.500 5-2.500 1.500a12 12 0 0 0 5.500 5.500L15 13.500l5 1.500v4a1.500 1.500 0 0 1-1.500 1.500A15 15 0 0 1 3.500 5.500 1.500 1.500 0 0 1 5 4',
  checkCircle: `${circle}M8 12.500l2.800 2.800L16 9.500`,
  circleFilled: 'M12 11.500a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1',
  circleHollow: circle,
  clock: `${circle}M12 7v5l3.500 2`,
  comment: 'M4 5h16v11H9l-5 4z',
  contact: person,
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  crm: building,
  dataSync: refresh,
  date: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  delete: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
  description: 'M5 6h14M5 12h14M5 18h9',
  documents: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  downCarat: 'M6 9l6 6 6-6',
  download: 'M12 4v11M7.500 11L12 15.500 16.500 11M4 20h16',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  ellipses: 'M5 12h.01M12 12h.01M19 12h.01',
  email: 'M3 6h18v12H3zM3 7l9 6 9-6',
  enrichment: sparkle,
  exclamation: 'M12 5v9M12 18.500v.01',
  exclamationCircle: `${circle}M12 7v6M12 16.500v.01`,
  favoriteHollow: star,
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  filledXCircleIcon: `${circle}M9 9l6 6M15 9l-6 6`,
  filter: 'M4 5h16l-6 7.500V19l-4 1.500v-8z',
  flame:
    'M12 3c.5 4 5.500 5.500 5.500 11A5.500 5.500 0 0 1 12 20.500 5.500 5.500 0 0 1 6.500 14c0-2.500 1.500-4 2.500-5 .3 2 1 2.800 2 3.200C10.500 9 10.500 6 12 3',
  folder: 'M3 6h7l2 2.500h9V19H3z',
  gauge: 'M4 17a8.500 8.500 0 1 1 16 0M12 15l4-5',
  generateChart: bars,
  globe,
  globeLine: globe,
  goal: `${circle}M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8`,
  hash: 'M9 4L7 20M17 4l-2 16M4 9h16M4 15h16',
  hide: `${eye}M4 4l16 16`,
  home: 'M4 11l8-7 8 7v9h-5.500v-6h-5v6H4z',
  info: `${circle}M12 11v6M12 7.500v.01`,
  infoNoCircle: 'M12 10v9M12 5.500v.01',
  integrations: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  key: 'M14.500 4a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M10.500 13.500L4 20M6.500 17.500L9 20',
  left: 'M15 5l-7 7 7 7',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300L12 6.300M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1',
  listView: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  location:
    'M12 21s7-6.200 7-11.500A7 7 0 0 0 5 9.500C5 14.800 12 21 12 21M12 7a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5',
  locked: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  notification: 'M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15zM10.500 21h3',
  objectAssociations:
    'M6 4a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5M18 15a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5M6 9v4.500h12V15',
  question: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 18v.01',
  questionCircle: `${circle}M9.500 9.500a2.500 2.500 0 1 1 3.700 2.200c-.8.5-1.200 1-1.200 1.800M12 16.700v.01`,
  record: box,
  refresh,
  remove: 'M6 6l12 12M18 6L6 18',
  replace: refresh,
  reports: bars,
  right: 'M9 5l7 7-7 7',
  save: 'M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M15.500 15.500L20 20',
  send: 'M21 3L10 14M21 3l-7 18-4-7-7-4z',
  settings:
    'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200',
  signal: 'M5 19v-4M10 19v-8M15 19V8M20 19V4',
  star,
  success: 'M5 12.500l4.500 4.500L19 7.500',
  tag: 'M4 4h8l8 8-8 8-8-8zM8.500 8.500v.01',
  tasks: 'M4 6l1.500 1.500L8 5M4 13l1.500 1.500L8 12M11.500 6.500H20M11.500 13.500H20M11.500 19.500H20M4 19.500h2',
  thumbsDown: 'M7 14V4h9l3 7v3h-6l1 5-2 1.500zM7 14H4V4h3',
  thumbsUp: 'M7 10v10h9l3-7v-3h-6l1-5-2-1.500zM7 10H4v10h3',
  ticket: 'M4 7h16v3.500a1.500 1.500 0 0 0 0 3V17H4v-3.500a1.500 1.500 0 0 0 0-3z',
  trophy: 'M8 4h8v5a4 4 0 0 1-8 0zM8 6H5c0 3 1 4.500 3 4.500M16 6h3c0 3-1 4.500-3 4.500M12 13v4M8.500 20h7M10 17h4',
  undo: 'M4 9h10a6 6 0 0 1 0 12H9M8 4.500L3.500 9 8 13.500',
  redo: 'M20 9H10a6 6 0 0 0 0 12h5M16 4.500L20.500 9 16 13.500',
  upCarat: 'M6 15l6-6 6 6',
  upload: 'M12 16V5M7.500 9.500L12 5l4.500 4.500M4 20h16',
  view: eye,
  viewDetails: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  warning: 'M12 4l9 16H3zM12 10v4.500M12 17.500v.01',
  website: globe,
  workflows: 'M4 4h6v6H4zM14 14h6v6h-6zM10 7h5a2 2 0 0 1 2 2v5',
  xCircle: `${circle}M9 9l6 6M15 9l-6 6`,
  zoomIn: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M15.500 15.500L20 20M10.500 8v5M8 10.500h5',
  companies: building,
};

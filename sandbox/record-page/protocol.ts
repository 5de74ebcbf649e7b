/** What the page and the worker of one extension say to each other; both sides import it, so it has no imports of ours. */
import type {
  AssociationsResponse,
  CrmSearchResponse,
  FetchAssociationsRequest,
  FetchCrmSearchRequest,
  FormattingOptions,
} from './hubspot-wire.ts';

/** Place an extension is rendered at, in HubSpot's spelling. */
export type ExtensionLocation = 'crm.record.tab' | 'crm.record.sidebar' | 'settings' | 'pages' | 'crm.bulkActions';

/** What `useExtensionContext()` answers; display data only, nothing trusts it. */
export type ExtensionContext = {
  readonly location: ExtensionLocation;
  readonly user: {
    readonly id: number;
    readonly email: string;
    readonly emails: readonly string[];
    readonly firstName: string;
    readonly lastName: string;
    readonly roles: readonly string[];
    readonly teams: readonly never[];
    readonly permissions: readonly string[];
    readonly locale: string;
    readonly language: string;
  };
  readonly portal: { readonly id: number; readonly timezone: string; readonly dataHostingLocation: string };
  readonly variables: Readonly<Record<string, string | number | boolean>>;
  readonly extension: { readonly appId: number | string; readonly appName: string; readonly cardTitle: string };
  /** On records one object, on bulk actions the selected ones, elsewhere absent. */
  readonly crm?:
    | { readonly objectId: number; readonly objectTypeId: string }
    | { readonly objectIds: readonly number[]; readonly objectTypeId: string };
};

/** One `hubspot.fetch`, as HubSpot's own proxy receives it. */
export type FetchRequest = {
  readonly requestUri: string;
  readonly method: string;
  readonly requestBody?: unknown;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly requestTimeoutMillis: number;
};

export type FetchReply = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** One `hubspot.serverless`: a function of a private app. */
export type FunctionRequest = { readonly uid: string; readonly parameters: unknown };

/** Property values by name, `null` where the record has none. */
export type PropertyValues = Readonly<Record<string, string | null>>;

export type PageLocation = { readonly path: string; readonly params: Readonly<Record<string, string>> };

export type AlertRequest = {
  readonly type?: 'info' | 'warning' | 'success' | 'danger' | 'tip' | undefined;
  readonly message: string;
  readonly title?: string | undefined;
};

export type IframeRequest = {
  readonly uri: string;
  readonly height: number;
  readonly width: number;
  readonly title?: string | undefined;
  readonly flush?: boolean | undefined;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a worker may ask of the page. */
export type HostApi = {
  readonly fetch: (request: FetchRequest) => Promise<FetchReply>;
  /** Answers what the function answered; rejects for an app without that function. */
  readonly runFunction: (request: FunctionRequest) => Promise<unknown>;
  readonly readProperties: (names: readonly string[] | '*') => Promise<PropertyValues>;
  readonly readAssociations: (request: FetchAssociationsRequest) => Promise<AssociationsResponse>;
  readonly search: (request: FetchCrmSearchRequest) => Promise<CrmSearchResponse>;
  readonly formatProperties: (
    properties: PropertyValues,
    only: readonly string[] | 'all',
    options: FormattingOptions | undefined,
  ) => Promise<PropertyValues>;
  readonly addAlert: (alert: AlertRequest) => Promise<void>;
  readonly reloadPage: () => Promise<void>;
  readonly refreshRecord: () => Promise<void>;
  /** Resolves when the person has closed the frame. */
  readonly openIframe: (request: IframeRequest) => Promise<void>;
  readonly closeOverlay: (id: string) => Promise<void>;
  readonly copyText: (text: string) => Promise<void>;
  readonly navigateToPage: (to: string, params: Readonly<Record<string, string>>) => Promise<void>;
  readonly log: (level: LogLevel, message: string) => Promise<void>;
  /** A component of the extension threw while rendering; its tree is gone. */
  readonly reportCrash: (message: string) => Promise<void>;
};

/** Names of {@link HostApi}: the RPC library wants them at run time. */
export const hostApiNames = [
  'fetch',
  'runFunction',
  'readProperties',
  'readAssociations',
  'search',
  'formatProperties',
  'addAlert',
  'reloadPage',
  'refreshRecord',
  'openIframe',
  'closeOverlay',
  'copyText',
  'navigateToPage',
  'log',
  'reportCrash',
] as const satisfies readonly (keyof HostApi)[];

export type WorkerStart = {
  readonly bundleUrl: string;
  readonly context: ExtensionContext;
  readonly pageLocation: PageLocation;
};

/** What the page may ask of a worker. */
export type WorkerApi<Channel> = {
  /** Loads the bundle and renders it into the channel; rejects when the bundle cannot be loaded or never calls `hubspot.extend`. */
  readonly run: (channel: Channel, start: WorkerStart) => Promise<void>;
  readonly recordChanged: (properties: PropertyValues) => Promise<void>;
  readonly pageLocationChanged: (location: PageLocation) => Promise<void>;
};

export const workerApiNames = ['run', 'recordChanged', 'pageLocationChanged'] as const;

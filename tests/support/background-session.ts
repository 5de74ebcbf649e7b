/** What a call of the product's HubSpot client needs to know of the account it is made for, in tests of that client alone. */
export const BACKGROUND_SESSION = {
  organizationId: '00000000-0000-4000-8000-000000000001',
  portalId: 1,
  priority: 'background' as const,
  getAccessToken: async () => 'token',
  countCall: () => {},
};

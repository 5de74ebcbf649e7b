import { Flex } from '@hubspot/ui-extensions';
import { PageHeader, PageTitle } from '@hubspot/ui-extensions/pages';
import type { ReactNode } from 'react';

/** Title and ways between the pages. */
export function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <PageTitle>oppSpot SmartSync</PageTitle>
      <PageHeader>
        <PageHeader.SecondaryActions>
          <PageHeader.PageLink to="/">Overview</PageHeader.PageLink>
          <PageHeader.PageLink to="/activity">Activity</PageHeader.PageLink>
          <PageHeader.PageLink to="/bulk">Bulk runs</PageHeader.PageLink>
        </PageHeader.SecondaryActions>
      </PageHeader>
      <Flex direction="column" gap="large">
        {children}
      </Flex>
    </>
  );
}

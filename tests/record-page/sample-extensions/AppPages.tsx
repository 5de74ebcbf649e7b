/** An app page with two routes, to see the router of the SDK work. */
import { hubspot, Text } from '@hubspot/ui-extensions';
import { createPageRouter, PageLink, PageRoutes, PageTitle, usePageRoute } from '@hubspot/ui-extensions/pages';

const Home = () => (
  <>
    <PageTitle>Sample home</PageTitle>
    <PageLink to="/runs/7">Open run 7</PageLink>
  </>
);
const Run = () => <Text>{`Run ${usePageRoute().params.id}`}</Text>;
const Router = createPageRouter(
  <PageRoutes>
    <PageRoutes.IndexRoute component={Home} />
    <PageRoutes.Route path="/runs/:id" component={Run} />
  </PageRoutes>,
);

hubspot.extend<'pages'>(() => <Router />);

import {
  AutoGrid,
  BarChart,
  Flex,
  Heading,
  LineChart,
  LoadingSpinner,
  ProgressBar,
  ScoreCircle,
  Statistics,
  StatisticsItem,
  StatisticsTrend,
  StepIndicator,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@hubspot/ui-extensions';

const rows = [
  { month: 'Sep', score: 41, kind: 'fit' },
  { month: 'Oct', score: 58, kind: 'fit' },
  { month: 'Nov', score: 74, kind: 'fit' },
  { month: 'Sep', score: 20, kind: 'growth' },
  { month: 'Oct', score: 33, kind: 'growth' },
  { month: 'Nov', score: 39, kind: 'growth' },
];
const axes = {
  x: { field: 'month', fieldType: 'category' },
  y: { field: 'score', fieldType: 'linear', label: 'Score' },
  options: { groupFieldByColor: 'kind' },
} as const;

export const GalleryFigures = () => (
  <Flex direction="column" gap="medium">
    <Heading>Figures</Heading>
    <Flex gap="large" align="center">
      <ScoreCircle score={82} />
      <ScoreCircle score={48} />
      <ScoreCircle score={12} />
      <Statistics>
        <StatisticsItem label="Score" number={74}>
          <StatisticsTrend direction="increase" value="7 points" />
        </StatisticsItem>
        <StatisticsItem label="Coverage" number="71%" />
      </Statistics>
      <LoadingSpinner label="Working" showLabel />
    </Flex>
    <ProgressBar title="Financial" value={80} showPercentage variant="success" />
    <ProgressBar title="Growth" value={40} showPercentage variant="warning" valueDescription="of what is known" />
    <StepIndicator stepNames={['Find', 'Score', 'Write']} currentStep={1} />
    <AutoGrid columnWidth={300} gap="medium" flexible>
      <BarChart data={rows} axes={axes} options={{ title: 'Bars', showDataLabels: true }} />
      <LineChart data={rows} axes={axes} options={{ title: 'Lines' }} />
    </AutoGrid>
    <Table bordered paginated pageCount={3} page={1} onPageChange={() => {}}>
      <TableHead>
        <TableRow>
          <TableHeader sortDirection="ascending" onSortChange={() => {}}>
            Factor
          </TableHeader>
          <TableHeader align="right">Points</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        <TableRow>
          <TableCell>Accounts filed on time</TableCell>
          <TableCell align="right">12 of 15</TableCell>
        </TableRow>
        <TableRow>
          <TableCell>Active for 9 years</TableCell>
          <TableCell align="right">8 of 10</TableCell>
        </TableRow>
      </TableBody>
    </Table>
  </Flex>
);

import {
  Accordion,
  Alert,
  Box,
  Button,
  ButtonRow,
  DescriptionList,
  DescriptionListItem,
  Divider,
  Dropdown,
  EmptyState,
  ErrorState,
  Flex,
  Heading,
  Icon,
  Illustration,
  Link,
  List,
  LoadingButton,
  Modal,
  ModalBody,
  StatusTag,
  Tab,
  Tabs,
  Tag,
  Text,
  Tile,
} from '@hubspot/ui-extensions';

export const GalleryWords = () => (
  <Flex direction="column" gap="medium">
    <Heading>Words and states</Heading>
    <Text format={{ fontWeight: 'demibold' }}>Demibold</Text>
    <Text format={{ italic: true, lineDecoration: 'underline' }}>
      Italic underlined with <Link href="https://example.com">an outside link</Link>
    </Text>
    <Text variant="microcopy">Microcopy</Text>
    <Flex gap="small" wrap>
      <Tag>Default</Tag>
      <Tag variant="success">Success</Tag>
      <Tag variant="warning">Warning</Tag>
      <Tag variant="error">Error</Tag>
      <Tag variant="info">Info</Tag>
      <StatusTag variant="success">Enriched</StatusTag>
      <StatusTag variant="danger" hollow>
        Failed
      </StatusTag>
      <Icon name="enrichment" />
      <Icon name="warning" color="warning" />
    </Flex>
    <Alert title="Info" variant="info">
      With some words under it
    </Alert>
    <Alert title="Warning" variant="warning" />
    <Alert title="Success" variant="success" />
    <Alert title="Danger" variant="danger" />
    <Alert title="Tip" variant="tip" />
    <ButtonRow>
      <Button variant="primary">Primary</Button>
      <Button>Secondary</Button>
      <Button variant="destructive">Destructive</Button>
      <Button variant="transparent">Transparent</Button>
      <Button disabled>Disabled</Button>
      <LoadingButton loading variant="primary">
        Loading
      </LoadingButton>
      <Button size="xs">Extra small</Button>
      <Dropdown buttonText="Menu" options={[{ label: 'One' }, { label: 'Two' }]} />
      <Button
        overlay={
          <Modal id="sample-modal" title="A modal">
            <ModalBody>
              <Text>Words in the modal</Text>
            </ModalBody>
          </Modal>
        }
      >
        Modal
      </Button>
    </ButtonRow>
    <Flex gap="medium">
      <Box flex={1}>
        <Tile>
          <EmptyState title="Nothing enriched yet" imageName="companies">
            <Text>Press the button to start.</Text>
          </EmptyState>
        </Tile>
      </Box>
      <Box flex={1}>
        <Tile>
          <ErrorState title="It went wrong" type="support">
            <Text>Try again in a minute.</Text>
          </ErrorState>
        </Tile>
      </Box>
    </Flex>
    <Illustration name="target" alt="A target" width={110} />
    <DescriptionList direction="row">
      <DescriptionListItem label="Number">01234567</DescriptionListItem>
      <DescriptionListItem label="Status">Active</DescriptionListItem>
      <DescriptionListItem label="Town">Leeds</DescriptionListItem>
    </DescriptionList>
    <List variant="unordered-styled">
      <Text>First</Text>
      <Text>Second</Text>
    </List>
    <Accordion title="An accordion" defaultOpen>
      <Text>Its words</Text>
    </Accordion>
    <Tabs defaultSelected="b">
      <Tab tabId="a" title="First tab">
        <Text>First</Text>
      </Tab>
      <Tab tabId="b" title="Second tab">
        <Text>Second</Text>
      </Tab>
    </Tabs>
    <Divider />
  </Flex>
);

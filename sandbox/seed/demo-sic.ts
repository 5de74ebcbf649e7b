/** Descriptions of the SIC codes that the demo uses. Source: UK SIC 2007, condensed list of Companies House. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  '01110': 'Growing of cereals (except rice), leguminous crops and oil seeds',
  '10710': 'Manufacture of bread; manufacture of fresh pastry goods and cakes',
  '47110': 'Retail sale in non-specialised stores with food, beverages or tobacco predominating',
  '47599': 'Retail of furniture, lighting, and similar (not musical instruments or scores) in specialised store',
  '49410': 'Freight transport by road',
  '58110': 'Book publishing',
  '58210': 'Publishing of computer games',
  '59111': 'Motion picture production activities',
  '59113': 'Television programme production activities',
  '61900': 'Other telecommunications activities',
  '62012': 'Business and domestic software development',
  '62020': 'Information technology consultancy activities',
  '62090': 'Other information technology service activities',
  '63110': 'Data processing, hosting and related activities',
  '69109': 'Activities of patent and copyright agents; other legal activities not elsewhere classified',
  '69201': 'Accounting and auditing activities',
  '70100': 'Activities of head offices',
  '70229': 'Management consultancy activities other than financial management',
  '71111': 'Architectural activities',
  '71121': 'Engineering design activities for industrial process and production',
  '72190': 'Other research and experimental development on natural sciences and engineering',
  '73110': 'Advertising agencies',
  '73120': 'Media representation services',
  '73200': 'Market research and public opinion polling',
  '74100': 'Specialised design activities',
  '74300': 'Translation and interpretation activities',
  '74902': 'Quantity surveying activities',
  '78109': 'Other activities of employment placement agencies',
  '92000': 'Gambling and betting activities',
  '99999': 'Dormant Company',
};

/** A code as the bulk file writes it: `62012 - Business and domestic software development`. */
export function describeSic(code: string): string {
  const description = DESCRIPTIONS[code];
  if (description === undefined) throw new Error(`demo data: SIC code ${code} has no description`);
  return `${code} - ${description}`;
}

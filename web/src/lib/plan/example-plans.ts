/** The examples that every installation brings along, in the words of the page; the server knows them by their names. */
import { m } from '#lib/paraglide/messages.js';

export interface ExamplePlan {
  name: string;
  title: () => string;
  text: () => string;
}

export const examplePlans: readonly ExamplePlan[] = [
  { name: 'us-open-government', title: m.example_us_title, text: m.example_us_text },
  { name: 'governance-models', title: m.example_models_title, text: m.example_models_text },
  { name: 'bowling-green', title: m.example_town_title, text: m.example_town_text },
];

/**
 * How the statements of a conversation are put together: by the words that they use, and by nothing else. A statement
 * belongs to every theme whose words it uses, and to "Other" when it uses none of them.
 */

export interface Theme {
  title: string;
  /** Whole words, in lower case; with `*`, also longer words that begin so. */
  words: readonly string[];
}

export const otherTheme = 'Other';

export const themes: readonly Theme[] = [
  {
    title: 'Getting around',
    words: words(
      'transit* transport* bus buses trolley* traffic road roads roadway* street* parking walk walking walkable ' +
        'sidewalk* cycling cyclist* bike bikes biking train trains amtrak rail railway* airport* commut* roundabout* ' +
        'intersection* interchange* stoplight* lane lanes highway* bypass* i-65 i-165 hyperloop j-turn* turns',
    ),
  },
  {
    title: 'Homes and neighborhoods',
    words: words(
      'housing house houses homes subdivision* condo* apartment* neighborhood* neighbor* residential rent zoning ' +
        'dwelling* afford affordability homeless homelessness density',
    ),
  },
  {
    title: 'Downtown and the riverfront',
    words: words('downtown riverfront river fountain square squares'),
  },
  {
    title: 'Arts, culture and going out',
    words: words(
      'art arts artist* artistic artisan* museum* music musician* concert* festival* theater* theatre* galler* ' +
        'nightlife entertainment dance dancing film* creative* creator* venue* event* celebrat* storyteller*',
    ),
  },
  {
    title: 'Food and shops',
    words: words(
      'food* grocer* restaurant* cuisine* dining cafe* farmers shop shops shopping mall malls outlet* store stores ' +
        'retail* bar bars beer distillery produce',
    ),
  },
  {
    title: 'Health and care',
    words: words(
      'health* wellness fitness mental hospital* medic* nutrition* doctor* care daycare* disab* vape* smoke shelter* ' +
        'panhandl* needs pantries poverty senior* elder*',
    ),
  },
  {
    title: 'Schools and learning',
    words: words(
      'school* wku skyctc student* educat* universit* college* learn* pre-k teacher* librar* degree* internship* kids ' +
        'child* youth training',
    ),
  },
  {
    title: 'Work and the economy',
    words: words(
      'business* job jobs employ* econom* industr* tech technolog* workforce talent* entrepreneur* manufactur* ' +
        'startup* compan* career* incentiv* wage* invest* tourism touris*',
    ),
  },
  {
    title: 'Parks, nature and the environment',
    words: words(
      'park parks green greener tree trees trail* outdoor* nature natural solar energy waste recycl* environment* ' +
        'garden* farm farms farmland cave caves clean cleaner climate kayak* river*',
    ),
  },
  {
    title: 'Belonging and identity',
    words: words(
      'welcom* divers* inclusi* international* esl immigra* refugee* culture cultures cultural american* racial ' +
        'fairness identity heritage histor* corvette hospitality unique uniquely preserve* belong* perspectives ' +
        'demographic* brand spirit',
    ),
  },
  {
    title: 'Governing together',
    words: words(
      'government* collaborat* city-county unified ordinance* politic* partisan polic* tax taxes leadership ' +
        'servants vote* voting regulation* stakeholders partners county',
    ),
  },
  {
    title: 'Safety',
    words: words('safe safer safety police crime* fire disaster* emergency'),
  },
];

export function themesOf(statement: string): Theme[] {
  const used = new Set(statement.toLowerCase().match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu) ?? []);
  return themes.filter((theme) => theme.words.some((word) => isUsed(word, used)));
}

function isUsed(word: string, used: ReadonlySet<string>): boolean {
  if (!word.endsWith('*')) return used.has(word);
  const start = word.slice(0, -1);
  return [...used].some((candidate) => candidate.startsWith(start));
}

function words(list: string): string[] {
  return list.split(' ');
}

import { describe, expect, test } from 'vitest';
import { decodeText } from './encoding.ts';

/** A kitchen in many languages: our own sentences, long enough to be typical and short enough to be hard. */
const SENTENCES = {
  de: 'Die Köchin öffnet früh die Küche, prüft die Kühlschränke und schreibt auf, welche Gemüse übrig sind. Für die Gäste gibt es heute süße Äpfel.',
  fr: 'La cuisinière arrive très tôt, vérifie la température des réfrigérateurs et prépare les légumes. Où sont passées les crêpes de Noël ? Ça dépend.',
  es: 'La cocinera llega muy temprano, revisa la temperatura de la cámara y después corta las verduras. ¿Dónde están las piñas? Mañana habrá más.',
  pt: 'A cozinheira chega muito cedo, verifica a temperatura da câmara e não começa sem lavar as mãos. Amanhã haverá pão, maçãs e três opções.',
  it: 'La cuoca arriva presto, controlla i frigoriferi e scrive ciò che è rimasto. Perché no? Così si può servire più verdura, e la qualità è già buona.',
  sv: 'Kocken kommer tidigt, kontrollerar kylskåpen och skriver upp vad som är kvar. På kvällen äter gästerna ärtsoppa och blåbär med grädde.',
  da: 'Kokken kommer tidligt, ser på køleskabet og skriver ned, hvad der er tilbage. Gæsterne får rødgrød med fløde på lørdag, når de går.',
  fi: 'Kokki tulee aikaisin, tarkistaa jääkaapin ja kirjoittaa ylös, mitä on jäljellä. Vieraat syövät tänään hyvää keittoa, lämmintä leipää ja äidin kääryleitä.',
  no: 'Kokken kommer tidlig, ser på kjøleskapet og skriver ned hva som er igjen. Gjestene får fersk fisk, rømmegrøt og blåbær på lørdag.',
  eo: 'La kuiristino venas frue, kontrolas la fridujon kaj skribas, kio restas. Hodiaŭ la gastoj manĝas freŝan fiŝon, ĉar ili ĝojas pri ĝi ĵaŭde.',
  mt: 'Il-koka tasal kmieni, tiċċekkja l-friġġ u tikteb x’fadal. Illum il-mistednin jieklu ħut frisk, soppa sħuna u kejk tat-tuffieħ għal żewġ persuni.',
  cy: 'Daw’r gogyddes yn gynnar, gwirio’r oergell ac ysgrifennu beth sydd ar ôl. Heddiw bydd y gwesteion yn bwyta pysgod ffres, dŵr a chawl cynnes, gan fod y tŷ yn llawn.',
  is: 'Kokkurinn kemur snemma, skoðar ísskápinn og skrifar niður það sem eftir er. Gestirnir fá góðan fisk og þykka súpu á föstudögum.',
  pl: 'Kucharka przychodzi wcześnie, sprawdza lodówki i zapisuje, co zostało. Goście dostaną dziś żurek, pierogi ze śmietaną i świeżą sałatę z ogórkiem.',
  cs: 'Kuchařka přichází brzy ráno, zkontroluje ledničku a zapíše, co zbylo. Hosté dostanou čerstvé houby, řízek a žlutý pudink s šťávou. Děkuji.',
  sk: 'Kuchárka prichádza skoro ráno, skontroluje chladničku a zapíše, čo zostalo. Hostia dostanú čerstvú zeleninu, šošovicu a ľahký koláč so šľahačkou.',
  hu: 'A szakácsnő korán érkezik, ellenőrzi a hűtőszekrényt, és felírja, mi maradt. A vendégek ma gőzölgő levest és túrós süteményt kapnak, ha kérik.',
  hr: 'Kuharica dolazi rano, provjerava hladnjak i zapisuje što je ostalo. Gošći će danas jesti svježu ribu, češnjak, žgance i kolače s đumbirom.',
  sl: 'Kuharica pride zgodaj, preveri hladilnik in zapiše, kaj je ostalo. Gostje bodo danes dobili svežo žemljo, češnje in še košček potice.',
  ro: 'Bucătăreasa vine devreme, verifică frigiderul şi notează ce a rămas. Oaspeţii primesc astăzi ciorbă de peşte, brânză şi plăcintă caldă în farfurii.',
  tr: 'Aşçı erken gelir, buzdolabını kontrol eder ve kalanları yazar. Bugün misafirlere ılık çorba, taze ekmek ve üzümlü tatlı verilecek, çünkü bayram.',
  lt: 'Virėja ateina anksti, patikrina šaldytuvą ir užrašo, kas liko. Šiandien svečiai valgys šviežią žuvį, česnakų sriubą ir ąžuolo medų, kaip įprasta.',
  lv: 'Pavāre atnāk agri, pārbauda ledusskapi un pieraksta, kas palicis. Šodien viesi ēdīs svaigas zivis, ķiploku zupu un ļoti saldu kūku ar krējumu.',
  et: 'Kokk tuleb vara, kontrollib külmkappi ja kirjutab üles, mis on järele jäänud. Täna söövad külalised värsket kala, õunu ja sõstrakooki.',
  el: 'Η μαγείρισσα έρχεται νωρίς, ελέγχει το ψυγείο και γράφει τι έμεινε. Οι καλεσμένοι θα φάνε σήμερα φρέσκο ψάρι και ζεστή σούπα με λεμόνι.',
  ru: 'Повариха приходит рано, проверяет холодильник и записывает, что осталось. Сегодня гости едят свежую рыбу, горячий суп и яблочный пирог.',
  uk: 'Кухарка приходить рано, перевіряє холодильник і записує, що залишилося. Сьогодні гості їдять свіжу рибу, гарячий борщ і яблучний пиріг.',
  bg: 'Готвачката идва рано, проверява хладилника и записва какво е останало. Днес гостите ще ядат прясна риба, топла супа и ябълков сладкиш.',
  sr: 'Куварица долази рано, проверава фрижидер и записује шта је остало. Данас ће гости јести свежу рибу, топлу чорбу и колач од јабука.',
  he: 'הטבחית מגיעה מוקדם, בודקת את המקרר ורושמת מה נשאר. היום יאכלו האורחים דג טרי, מרק חם ועוגת תפוחים.',
  ar: 'تصل الطاهية مبكرا وتفحص الثلاجة وتكتب ما تبقى من الطعام. سيأكل الضيوف اليوم السمك الطازج والحساء الساخن وكعكة التفاح.',
  th: 'แม่ครัวมาถึงแต่เช้า ตรวจตู้เย็นและจดว่าเหลืออะไรบ้าง วันนี้แขกจะได้กินปลาสด ซุปร้อน และขนมแอปเปิล',
  ja: '料理人は朝早く来て、冷蔵庫を調べ、残りを書きとめます。今日のお客さんは新しい魚と温かいスープとりんごのケーキを食べます。',
  zh: '厨师很早就来了，检查冰箱，写下还剩什么。今天客人会吃新鲜的鱼、热汤和苹果蛋糕，大家都很高兴。',
  tw: '廚師很早就來了，檢查冰箱，寫下還剩什麼。今天客人會吃新鮮的魚、熱湯和蘋果蛋糕，大家都很高興。',
  ko: '요리사는 아침 일찍 와서 냉장고를 살피고 남은 것을 적는다. 오늘 손님들은 신선한 생선과 따뜻한 국과 사과 케이크를 먹는다.',
} as const;

const ENCODINGS = {
  'windows-1252': ['de', 'fr', 'es', 'pt', 'it', 'sv', 'da', 'is', 'fi', 'no'],
  macintosh: ['de', 'fr', 'es', 'pt', 'it', 'sv', 'da'],
  'windows-1250': ['pl', 'cs', 'sk', 'hu', 'hr', 'sl', 'ro'],
  'iso-8859-2': ['pl', 'cs', 'sk', 'hu', 'hr', 'sl', 'ro'],
  'iso-8859-3': ['eo', 'mt'],
  'iso-8859-14': ['cy'],
  'windows-1254': ['tr'],
  'windows-1257': ['lt', 'lv', 'et'],
  'iso-8859-13': ['lt', 'lv', 'et'],
  'iso-8859-4': ['lt', 'lv'],
  'windows-1253': ['el'],
  'iso-8859-7': ['el'],
  'windows-1251': ['ru', 'uk', 'bg', 'sr'],
  'koi8-r': ['ru'],
  'koi8-u': ['uk'],
  'iso-8859-5': ['ru', 'bg', 'sr'],
  ibm866: ['ru'],
  'x-mac-cyrillic': ['ru', 'uk', 'bg'],
  'windows-1255': ['he'],
  'iso-8859-8': ['he'],
  'windows-1256': ['ar'],
  'iso-8859-6': ['ar'],
  'windows-874': ['th'],
  gb18030: ['zh'],
  big5: ['tw'],
  'euc-jp': ['ja'],
  shift_jis: ['ja'],
  'euc-kr': ['ko'],
} as const satisfies Record<string, readonly (keyof typeof SENTENCES)[]>;

/** Encodes by asking the decoder what each one or two bytes mean; fit for sentences, and needs no library. */
function encoder(label: string): (text: string) => Uint8Array {
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  const learn = (bytes: readonly number[]) => {
    try {
      const char = decoder.decode(Uint8Array.from(bytes));
      if ([...char].length === 1 && !table.has(char)) table.set(char, bytes);
    } catch {
      // Not a character by itself.
    }
  };
  for (let byte = 0; byte < 256; byte += 1) learn([byte]);
  if (/^(gb|big5|euc|shift)/.test(label)) {
    for (let lead = 0x81; lead < 0xff; lead += 1)
      for (let trail = 0x40; trail < 0xff; trail += 1) learn([lead, trail]);
  }
  return (text) => Uint8Array.from([...text].flatMap((char) => table.get(char) ?? []));
}

/** The sentence as far as the encoding can write it: an é that it lacks is not what is tested. */
const writable = (text: string, encode: (text: string) => Uint8Array) =>
  [...text].filter((char) => encode(char).length > 0).join('');

const cases = Object.entries(ENCODINGS).flatMap(([label, languages]) =>
  languages.map((language) => [label, language] as const),
);

describe('undeclared encodings', () => {
  test.each(cases)('%s, %s', (label, language) => {
    const encode = encoder(label);
    const text = writable(SENTENCES[language], encode);
    expect(decodeText(encode(text))).toMatchObject({ ok: true, text });
  });

  test('a few words are mostly enough', () => {
    const wrong = cases.filter(([label, language]) => {
      const encode = encoder(label);
      const text = writable(SENTENCES[language], encode).slice(0, 70);
      const result = decodeText(encode(text));
      return !result.ok || result.text !== text;
    });
    expect(wrong.map((names) => names.join(' '))).toEqual([]);
  });
});

describe('proofs and declarations', () => {
  const utf16 = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le'));
  const swapped = (bytes: Uint8Array) => Uint8Array.from(bytes, (_, at) => bytes[at ^ 1] ?? 0);
  const utf32 = (text: string) =>
    Uint8Array.from([...text].flatMap((char) => [char.codePointAt(0) ?? 0, 0, 0, 0]));

  test.each([
    ['UTF-8 with a mark', Uint8Array.from(Buffer.from('\ufeffÄpfel')), 'Äpfel'],
    ['UTF-16 with a mark', utf16('\ufeffÄpfel'), 'Äpfel'],
    ['UTF-16 of the other order', swapped(utf16('\ufeffÄpfel')), 'Äpfel'],
    ['UTF-16 without a mark', utf16('Äpfel und Birnen'), 'Äpfel und Birnen'],
    ['UTF-16 of the other order without a mark', swapped(utf16('Äpfel und Birnen')), 'Äpfel und Birnen'],
    ['UTF-32 without a mark', utf32('Bread'), 'Bread'],
    [
      'a replacement character of the author',
      Uint8Array.from(Buffer.from('The sign \ufffd')),
      'The sign \ufffd',
    ],
    ['ISO-2022-JP', Uint8Array.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]), '日本'],
    [
      'ISO-2022-KR',
      Uint8Array.from([0x1b, 0x24, 0x29, 0x43, 0x0a, 0x0e, 0x47, 0x51, 0x31, 0x5b, 0x0f, 0x21]),
      '\n한글!',
    ],
  ])('%s', (_, bytes, text) => {
    expect(decodeText(bytes)).toMatchObject({ ok: true, text });
  });

  test('a declaration is believed unless the bytes contradict it', () => {
    const page = (charset: string, body: readonly number[]) =>
      Uint8Array.from([...Buffer.from(`<meta charset="${charset}">`), ...body]);
    expect(decodeText(page('koi8-r', [0xd4, 0xc5, 0xcb]))).toMatchObject({
      text: '<meta charset="koi8-r">тек',
    });
    expect(decodeText(page('shift_jis', [0xe3, 0x83, 0x91]))).toMatchObject({ encoding: 'utf-8' });
    expect(decodeText(Uint8Array.from([0xd4, 0xc5]), { charset: 'windows-1251' })).toMatchObject({
      text: 'ФЕ',
    });
    expect(decodeText(Uint8Array.from([0x41, 0xe9]), { charset: 'no-such-thing' }).ok).toBe(true);
  });

  test('noise is refused, not stored as question marks', () => {
    const noise = Uint8Array.from({ length: 4000 }, (_, at) => 0x80 + ((at * at * 31 + at * 7) % 128));
    expect(decodeText(noise)).toMatchObject({ ok: false, code: 'damaged' });
  });
});

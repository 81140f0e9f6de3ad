/**
 * Which letters beyond ASCII a language writes, the frequent ones first, and the encodings that were used for it:
 * what tells windows-1250 from windows-1252 when both decode every byte.
 */

export type Alphabet = {
  language: string;
  /** Lower case, by falling frequency in running text. */
  letters: string;
  /** The commonest words that need no letter beyond ASCII; languages of the Latin script only. */
  words?: string;
  /** Labels of the WHATWG Encoding Standard, the commoner one first. */
  encodings: readonly string[];
};

const WESTERN = ['windows-1252', 'macintosh', 'iso-8859-15'] as const;
const CENTRAL = ['windows-1250', 'iso-8859-2', 'iso-8859-16'] as const;
const BALTIC = ['windows-1257', 'iso-8859-13', 'iso-8859-4'] as const;
const NORDIC = ['windows-1252', 'macintosh', 'iso-8859-15', 'iso-8859-10'] as const;
const CYRILLIC = ['windows-1251', 'koi8-r', 'koi8-u', 'iso-8859-5', 'ibm866', 'x-mac-cyrillic'] as const;

export const ALPHABETS: readonly Alphabet[] = [
  {
    language: 'en',
    words: 'the of and to in is that it for was on with as be at by you are',
    letters: 'éïèçê',
    encodings: WESTERN,
  },
  {
    language: 'de',
    words: 'der die und das ist nicht ein eine zu den mit sich auf von dem',
    letters: 'üäöß',
    encodings: WESTERN,
  },
  {
    language: 'fr',
    words: 'le la les et des est un une du que en pour dans pas qui sur',
    letters: 'éèàêçâôîùûœëïæÿ',
    encodings: WESTERN,
  },
  {
    language: 'es',
    words: 'el la los que en un a una las por con se del para es y',
    letters: 'óíáéñúü¿¡',
    encodings: WESTERN,
  },
  {
    language: 'pt',
    words: 'o a e as que do da em um para com uma os no se na por mais dos',
    letters: 'ãçáéíõóêúâàôªº',
    encodings: WESTERN,
  },
  {
    language: 'it',
    words: 'il e a di che la un del per una non sono con si della le al da',
    letters: 'èàùòìé',
    encodings: WESTERN,
  },
  {
    language: 'ca',
    words: 'el la els que de un una per amb les del no es i',
    letters: 'àéóèíòçúïü·',
    encodings: WESTERN,
  },
  {
    language: 'nl',
    words: 'de het een van en dat is niet op te zijn met voor er',
    letters: 'ëéïèöüó',
    encodings: WESTERN,
  },
  {
    language: 'sv',
    words: 'och att det som en av den med till inte jag var har',
    letters: 'äöåé',
    encodings: NORDIC,
  },
  {
    language: 'da',
    words: 'og det at en den til er som af de med ikke der jeg hvad fra ud',
    letters: 'åøæéäö',
    encodings: NORDIC,
  },
  {
    language: 'is',
    words: 'og var hann sem til ekki fyrir eru um en',
    letters: 'íáðþéóæúöý',
    encodings: NORDIC,
  },
  {
    language: 'ga',
    words: 'agus an na ar go sin leis bhi',
    letters: 'áéíóú',
    encodings: ['windows-1252', 'iso-8859-14'],
  },
  {
    language: 'cy',
    words: 'yn y ac ar o i mae wedi yr',
    letters: 'âêîôûŵŷïë',
    encodings: ['iso-8859-14', 'windows-1252'],
  },
  {
    language: 'pl',
    words: 'i w na z do to jest nie co jak po ale od',
    letters: 'łęąóżśćńź',
    encodings: CENTRAL,
  },
  {
    language: 'cs',
    words: 'a v na se je to s z do jako ale po by byl',
    letters: 'íáěéřčžýšůúóťďň',
    encodings: CENTRAL,
  },
  {
    language: 'sk',
    words: 'a v na sa je to s z do ako ale po by bol',
    letters: 'áíéčšžýľťúňôďóäĺŕ',
    encodings: CENTRAL,
  },
  {
    language: 'hu',
    words: 'a az hogy nem egy van is de meg volt ez ha csak',
    letters: 'áéőöóüíúű',
    encodings: CENTRAL,
  },
  {
    language: 'hr',
    words: 'i u je na se da su za od kao ali koji bio',
    letters: 'čšžćđ',
    encodings: CENTRAL,
  },
  { language: 'sl', words: 'in je na se da so za od kot ki bil bi pa', letters: 'čšž', encodings: CENTRAL },
  {
    language: 'ro',
    words: 'de la cu nu pe un o este care din mai lui sau a',
    letters: 'ăîşţâșț',
    encodings: CENTRAL,
  },
  {
    language: 'sq',
    words: 'dhe e nga me se ka per ishte do',
    letters: 'ëç',
    encodings: ['windows-1252', 'windows-1250'],
  },
  {
    language: 'tr',
    words: 'bir ve bu da de ne ile ama olarak daha en',
    letters: 'ıüşğçöâîû',
    encodings: ['windows-1254', 'iso-8859-3'],
  },
  {
    language: 'lt',
    words: 'ir kad tai su buvo yra kaip bet jis apie',
    letters: 'ėšžųįūąčę',
    encodings: BALTIC,
  },
  {
    language: 'lv',
    words: 'un ir ka no bija kas par uz ar bet tas',
    letters: 'āīēšūņļķģžč',
    encodings: BALTIC,
  },
  {
    language: 'et',
    words: 'ja on et oli see ta ei kui ka mis',
    letters: 'äõüöšž',
    encodings: [...BALTIC, 'windows-1252', 'iso-8859-10'],
  },
  {
    language: 'eo',
    words: 'la kaj de estas en al por kun mi li',
    letters: 'ĝĉŝŭĵĥ',
    encodings: ['iso-8859-3'],
  },
  {
    language: 'mt',
    words: 'li il ta fil kien biex minn dan',
    letters: 'ħżġċàìòèù',
    encodings: ['iso-8859-3'],
  },
  {
    language: 'vi',
    words: 'cho trong khi theo hai nam ra anh',
    letters: 'đưâôơêăáàạảấầậếềệ\u0301\u0300\u0323\u0309\u0303',
    encodings: ['windows-1258'],
  },
  {
    language: 'el',
    letters: 'αοιετσνηυρπκμλςάίόήδέγωύώθχφβξζψϊϋΐΰ',
    encodings: ['windows-1253', 'iso-8859-7'],
  },
  { language: 'ru', letters: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ', encodings: CYRILLIC },
  { language: 'uk', letters: 'оаинвітерслкдумпяьзгбчйхїцжюєшщфґ', encodings: CYRILLIC },
  { language: 'be', letters: 'аніраоецксялдтумвыгпбзьшчхйўіжюэёцф', encodings: CYRILLIC },
  { language: 'bg', letters: 'аоиентврсклдпмъзугбячщцжйхшюфь', encodings: CYRILLIC },
  { language: 'sr', letters: 'аоиенрустјдвкмлпгзбчњшцжћљхђфџ', encodings: CYRILLIC },
  { language: 'mk', letters: 'аоитенрвсдјклпмгузбшќчцжхњфѓџљѕ', encodings: CYRILLIC },
  { language: 'he', letters: 'יולהראמתבשנדחעםקפטכצזגןסךףץ', encodings: ['windows-1255', 'iso-8859-8'] },
  {
    language: 'ar',
    letters: 'اليمونرتبةعدسفهكقأحجشطصىخإذزثئضغءظؤآ',
    encodings: ['windows-1256', 'iso-8859-6'],
  },
  { language: 'fa', letters: 'ایرندهمتوسبلشکزفگعخقجآپحصطچضغژظئثذء', encodings: ['windows-1256'] },
  { language: 'th', letters: 'านรกอเงมยล่วดทตสปะบคหแจพชขใไ้ีิ์ู็ื่ัำุผซถธศณษภฟญโฉ', encodings: ['windows-874'] },
];

/** The commonest characters of Chinese and of Japanese names for things, simplified and traditional. */
export const COMMON_IDEOGRAPHS = new Set(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运' +
    '這個們來為國說時會對過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話給門東聲員論處義幾認條係氣題爾別變總電數報結務場計資統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運' +
    '気会社員語文読書電車駅円時間前後左右東西南北午店食飲買見聞話休行来出入立男女子父母友先生校名年月火水木金土曜日本何今毎半分手足目口耳力学町村田山川花雨天空海空青赤白黒',
);

/** The commonest syllables of Korean; any other can be two bytes of something else. */
export const COMMON_SYLLABLES = new Set(
  '이다는을의에가를고하은지도로한서사기나리어시대자아라인그해있정만전수보부일들과여것원으게구면았었성제주상장까했니요내스신안우오조말동위국공유속세년비생선연교계남회더무방소적후모경관음식집물불문학등민당명개간거합할중화된될됩습던려며러치바마때두없많같않쓰데체저통본산업재실외최노',
);

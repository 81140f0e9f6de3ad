import { describe, expect, test } from 'vitest';
import { detectLanguage, languageOf } from './language.ts';

const GERMAN =
  'Die Küche wird am Abend geputzt, und die Reste kommen in den Kühlschrank. Das ist nicht schwer.';

describe('languages', () => {
  test.each([
    ['en', 'The kitchen is cleaned in the evening, and what is left goes into the refrigerator.'],
    ['de', GERMAN],
    ['fr', 'La cuisine est nettoyée le soir, et les restes vont dans le réfrigérateur.'],
    ['es', 'La cocina se limpia por la noche y lo que queda va al refrigerador con una etiqueta.'],
    ['nl', 'De keuken wordt in de avond schoongemaakt en wat er over is gaat in de koelkast.'],
    ['pl', 'Kuchnia jest sprzątana wieczorem, a to, co zostało, idzie do lodówki z etykietą.'],
    ['tr', 'Mutfak akşam temizlenir ve kalanlar bir etiketle birlikte buzdolabına konur.'],
    ['ru', 'Кухню убирают вечером, а остатки ставят в холодильник с этикеткой.'],
    ['uk', 'Кухню прибирають увечері, а залишки ставлять у холодильник із наліпкою.'],
    ['el', 'Η κουζίνα καθαρίζεται το βράδυ και ό,τι μένει μπαίνει στο ψυγείο.'],
    ['he', 'המטבח מנוקה בערב, ומה שנשאר הולך למקרר עם תווית.'],
    ['ar', 'ينظف المطبخ في المساء ويوضع ما تبقى في الثلاجة مع ملصق.'],
    ['zh', '厨房晚上打扫，剩下的放进冰箱并贴上标签。'],
    ['ja', '台所は夜に掃除し、残りはラベルを貼って冷蔵庫に入れます。'],
    ['ko', '부엌은 저녁에 청소하고 남은 것은 이름표를 붙여 냉장고에 넣는다.'],
  ])('%s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  test('what is no language, or too little of one', () => {
    expect(
      detectLanguage('for (let i = 0; i < n; i += 1) { total += row[i] * weight[i]; } // 42'),
    ).toBeNull();
    expect(detectLanguage('Hello')).toBeNull();
  });
});

describe('declared languages', () => {
  test('stand where the text does not speak against them', () => {
    expect(languageOf(GERMAN, 'de-AT')).toBe('de-AT');
    expect(languageOf('12 34', 'fr')).toBe('fr');
    expect(languageOf(GERMAN, null)).toBe('de');
  });

  test('give way to the text, unless they are languages that we could not have told', () => {
    expect(languageOf(GERMAN, 'en-US')).toBe('de');
    expect(languageOf(GERMAN, 'lb')).toBe('lb');
  });
});

import { type Sentences, type ToldWords, translator } from './sentences.ts';

/** What the contract's error types say of themselves, in English and here. */
const TYPES: Readonly<Record<string, readonly [english: string, german: string]>> = {
  validation_error: ['The request does not fit.', 'Die Angaben passen nicht.'],
  authentication_error: ['Please sign in.', 'Bitte melden Sie sich an.'],
  authorization_error: ['Your role does not allow this.', 'Ihre Rolle erlaubt das nicht.'],
  not_found: ['Not found.', 'Das gibt es nicht.'],
  conflict: ['This does not fit the present state.', 'Das passt nicht zum jetzigen Stand.'],
  payload_too_large: ['Too large.', 'Das ist zu groß.'],
  unsupported_media_type: [
    'This kind of file cannot be read.',
    'Diese Art von Datei kann nicht gelesen werden.',
  ],
  rate_limited: ['Too many requests.', 'Das waren zu viele Anfragen.'],
  upstream_error: ['The model provider did not answer.', 'Der Anbieter des Modells hat nicht geantwortet.'],
  server_error: ['Something went wrong on our side.', 'Auf unserer Seite ist etwas schiefgegangen.'],
};

/** By the server's own sentences; a test holds that all it may say to a reader are here, and none that it no longer says. */
export const SENTENCES: Sentences = {
  ...Object.fromEntries(Object.values(TYPES)),

  // Who
  'E-mail or password is not right.': 'E-Mail oder Passwort stimmt nicht.',
  'The password is not right.': 'Das Passwort stimmt nicht.',
  'A cookie is only taken from our own pages.': 'Das geht nur von diesen Seiten aus.',
  'This e-mail address has an account already.': 'Diese E-Mail-Adresse hat schon ein Konto.',
  'This invite is unknown, used, over, or for another e-mail address.':
    'Diese Einladung ist unbekannt, benutzt, abgelaufen oder für eine andere E-Mail-Adresse.',
  'An organization keeps at least one admin.': 'Mindestens eine Person verwaltet die Organisation.',
  'There are no rows after the header.': 'Nach der Kopfzeile kommen keine Zeilen.',
  'More than {1} rows: send them in parts.': 'Mehr als {1} Zeilen: Senden Sie sie in Teilen.',
  'The first row must name the columns; missing: {1}.':
    'Die erste Zeile muss die Spalten nennen; es fehlt: {1}.',
  'This is no CSV that can be read.': 'Das ist keine lesbare CSV-Datei.',
  'The form cannot be read.': 'Das Formular ist nicht lesbar.',
  'The form needs a `file`.': 'Dem Formular fehlt die Datei.',
  'A list may have 1 MiB at most.': 'Eine Liste darf höchstens 1 MiB groß sein.',
  'the same e-mail address as in row {1}': 'dieselbe E-Mail-Adresse wie in Zeile {1}',
  'Settings of the system are the operator’s.':
    'Die Einstellungen des Systems gehören denen, die es betreiben.',

  // Sources
  'Making lessons of this would cost about {1}, and {2} is left of this month’s budget. Raise the budget in the settings, or send less.':
    'Daraus Lektionen zu machen würde etwa {1} kosten, und vom Budget dieses Monats ist {2} übrig. Erhöhen Sie das Budget in den Einstellungen, oder senden Sie weniger.',
  nothing: 'nichts',
  'less than $0.01': 'weniger als 0,01 $',
  'The Word file {1}. Save it anew from Word, or divide it into smaller documents.':
    'Die Word-Datei {1}. Speichern Sie sie in Word neu, oder teilen Sie sie in kleinere Dokumente.',
  'has more parts inside than any document needs': 'hat mehr Teile in sich, als ein Dokument braucht',
  'would unpack to more than 512 MB': 'würde entpackt größer als 512 MB',
  'would unpack to more text than fits into memory':
    'enthielte entpackt mehr Text, als in den Speicher passt',
  'The Word file has more than 100,000 paragraphs. Divide it into smaller documents.':
    'Die Word-Datei hat mehr als 100.000 Absätze. Teilen Sie sie in kleinere Dokumente.',
  'The Word file defines XML entities of its own, which Word never does. Save it anew from Word and upload that version.':
    'Die Word-Datei definiert eigene XML-Entitäten, was Word nie tut. Speichern Sie sie in Word neu, und laden Sie diese Fassung hoch.',
  'The Word file is nested deeper than any document needs. Copy its text into a new document and upload that.':
    'Die Word-Datei ist tiefer verschachtelt, als ein Dokument es braucht. Kopieren Sie ihren Text in ein neues Dokument, und laden Sie das hoch.',
  'The Word file is damaged or cut off. Open it in Word, save it under a new name, and upload that version.':
    'Die Word-Datei ist beschädigt oder abgeschnitten. Öffnen Sie sie in Word, speichern Sie sie unter neuem Namen, und laden Sie diese Fassung hoch.',
  'The file is text in an encoding that could not be recognised. Save it again as UTF-8 and upload that version.':
    'Die Datei ist Text in einer unbekannten Kodierung. Speichern Sie sie als UTF-8, und laden Sie diese Fassung hoch.',
  'The file is empty. Check that it was saved, and upload it again.':
    'Die Datei ist leer. Prüfen Sie, ob sie gespeichert wurde, und laden Sie sie noch einmal hoch.',
  'The file is named .{1} but holds {2}, perhaps an error message saved in its place. Upload the document itself, or rename the file.':
    'Die Datei heißt .{1}, enthält aber {2}, vielleicht eine Fehlermeldung, die an ihrer Stelle gespeichert wurde. Laden Sie das Dokument selbst hoch, oder benennen Sie die Datei um.',
  'a web page': 'eine Webseite',
  'plain text': 'bloßen Text',
  'The page is larger than 4 MB. Save the part that matters and upload that.':
    'Die Seite ist größer als 4 MB. Speichern Sie den Teil, auf den es ankommt, und laden Sie ihn hoch.',
  'The page is nested too deeply or has too many parts. Save its text and upload that.':
    'Die Seite ist zu tief verschachtelt oder hat zu viele Teile. Speichern Sie ihren Text, und laden Sie ihn hoch.',
  'This PDF opens only with a password. Save a copy without the password and upload that.':
    'Dieses PDF öffnet sich nur mit einem Passwort. Speichern Sie eine Kopie ohne Passwort, und laden Sie sie hoch.',
  'This file is not a whole PDF: it is cut off, damaged, or something else under that name. Export it again from where it was made.':
    'Diese Datei ist kein ganzes PDF: Sie ist abgeschnitten, beschädigt oder etwas anderes unter diesem Namen. Exportieren Sie sie dort neu, wo sie gemacht wurde.',
  'This file has nothing in it. Check the upload, or export the file again.':
    'In dieser Datei steht nichts. Prüfen Sie sie, oder exportieren Sie sie neu.',
  'No text was found in this PDF; it looks scanned and needs OCR. Run text recognition over it and upload the result.':
    'In diesem PDF wurde kein Text gefunden; es scheint ein Scan zu sein. Lassen Sie eine Texterkennung darüber laufen, und laden Sie das Ergebnis hoch.',
  'All text of this PDF is hidden from its readers (white, invisible or off the page). Upload a version that shows its text.':
    'Aller Text dieses PDFs ist vor seinen Lesern verborgen (weiß, unsichtbar oder neben der Seite). Laden Sie eine Fassung hoch, die ihn zeigt.',
  'This PDF has {1} pages; at most {2} can be read. Split it and upload the parts.':
    'Dieses PDF hat {1} Seiten; höchstens {2} können gelesen werden. Teilen Sie es, und laden Sie die Teile hoch.',
  'A part of this PDF unpacks to far more than any page needs, so it was not read. Export it again from where it was made.':
    'Ein Teil dieses PDFs wäre entpackt weit größer, als eine Seite es braucht; darum wurde es nicht gelesen. Exportieren Sie es dort neu, wo es gemacht wurde.',
  'This PDF has more text than can be read at once. Split it and upload the parts.':
    'Dieses PDF hat mehr Text, als auf einmal gelesen werden kann. Teilen Sie es, und laden Sie die Teile hoch.',
  'Page {1} of this PDF is drawn from too many pieces to be read. Remove that page, or export it in a simpler form.':
    'Seite {1} dieses PDFs ist aus zu vielen Stücken gezeichnet. Entfernen Sie diese Seite, oder exportieren Sie sie einfacher.',
  'This PDF takes too long to read. Split it and upload the parts.':
    'Dieses PDF zu lesen dauert zu lange. Teilen Sie es, und laden Sie die Teile hoch.',
  'The text has more than {1},000 lines. Divide it into parts and upload these.':
    'Der Text hat mehr als {1}.000 Zeilen. Teilen Sie ihn, und laden Sie die Teile hoch.',
  'The text is longer than {1} MB. Divide it into parts and upload these.':
    'Der Text ist länger als {1} MB. Teilen Sie ihn, und laden Sie die Teile hoch.',
  'The file contains no text. Check that it is the right file and that it was saved whole.':
    'Die Datei enthält keinen Text. Prüfen Sie, ob es die richtige ist und ob sie ganz gespeichert wurde.',
  'There is no such file.': 'Diese Datei gibt es nicht.',
  'There is no such folder.': 'Diesen Ordner gibt es nicht.',
  'This path is watched already.': 'Dieser Pfad wird schon beobachtet.',
  'The file is no longer in storage. Upload it again.':
    'Die Datei ist nicht mehr gespeichert. Laden Sie sie noch einmal hoch.',
  '{1} is empty: it has no bytes at all. Check that it was saved, and send it again.':
    '{1} ist leer: Die Datei hat kein einziges Byte. Prüfen Sie, ob sie gespeichert wurde, und senden Sie sie noch einmal.',
  '{1} is larger than {2} MB. Split it into smaller files.':
    '{1} ist größer als {2} MB. Teilen Sie die Datei in kleinere.',
  '{1} is larger than {2} MB.': '{1} ist größer als {2} MB.',
  '{1} is none of PDF, Word (DOCX), text, Markdown or HTML.':
    '{1} ist weder PDF noch Word (DOCX), Text, Markdown oder HTML.',
  '{1} is none of PDF, Word (DOCX), text, Markdown or HTML. Convert it to one of these.':
    '{1} ist weder PDF noch Word (DOCX), Text, Markdown oder HTML. Wandeln Sie die Datei in eines davon um.',
  '{1} is in this upload twice.': '{1} ist zweimal dabei.',
  'At most {1} files at once.': 'Höchstens {1} Dateien auf einmal.',
  'There is no file in this request: send at least one as `file`.': 'Es ist keine Datei dabei.',
  'Send the files as multipart/form-data, each in a field named `file`.': 'Es ist keine Datei dabei.',
  'The upload was cut short or is not valid multipart.': 'Das Hochladen wurde abgebrochen.',
  'Reading this document took more memory or time than there is. Split it into smaller files.':
    'Dieses Dokument zu lesen brauchte mehr Speicher oder Zeit, als da ist. Teilen Sie es in kleinere Dateien.',
  'There is no text to learn from in this document.':
    'In diesem Dokument ist kein Text, aus dem man lernen könnte.',
  'This gave up after many tries. Send it again once the cause is mended.':
    'Das wurde nach vielen Versuchen aufgegeben. Senden Sie es noch einmal, wenn die Ursache behoben ist.',
  'Something went wrong on our side while reading this. Try again.':
    'Beim Lesen ist auf unserer Seite etwas schiefgegangen. Versuchen Sie es noch einmal.',

  // Addresses
  'There is no such address.': 'Diese Adresse gibt es nicht.',
  'This address is monitored already.': 'Diese Adresse wird schon beobachtet.',
  'The address is not a public one. Only pages on the public web can be monitored.':
    'Die Adresse ist keine öffentliche. Nur Seiten im öffentlichen Netz können beobachtet werden.',
  'The address is not a valid URL.': 'Die Adresse ist keine gültige URL.',
  'Only http and https addresses can be monitored.':
    'Nur Adressen mit http oder https können beobachtet werden.',
  'The address contains a user name or a password; leave them out.':
    'Die Adresse enthält einen Namen oder ein Passwort; lassen Sie sie weg.',
  'Port {1} is not one on which web pages are served.': 'An Port {1} gibt es keine Webseiten.',
  'The page is empty.': 'Die Seite ist leer.',
  'The page sent no content.': 'Die Seite hat keinen Inhalt gesendet.',
  'The page redirects more than {1} times.': 'Die Seite leitet mehr als {1}-mal weiter.',
  'The page is larger than {1} MB.': 'Die Seite ist größer als {1} MB.',
  'The name {1} is not known.': 'Der Name {1} ist unbekannt.',
  'The name {1} leads to an address that is not public.':
    'Der Name {1} führt zu einer Adresse, die nicht öffentlich ist.',
  'The name {1} could not be looked up.': 'Der Name {1} konnte nicht nachgeschlagen werden.',
  'The site did not answer in time.': 'Die Website hat nicht rechtzeitig geantwortet.',
  'The site could not be reached.': 'Die Website war nicht zu erreichen.',
  'robots.txt: {1}': 'robots.txt: {1}',
  'The site’s robots.txt answered {1}, so it may not be read now.':
    'Die robots.txt der Website hat mit {1} geantwortet; darum darf sie jetzt nicht gelesen werden.',
  'The site’s robots.txt does not allow this page to be read by programs.':
    'Die robots.txt der Website erlaubt Programmen nicht, diese Seite zu lesen.',
  'The site {1} (status {2}).': 'Die Website {1} (Status {2}).',
  'asks for a log-in': 'verlangt eine Anmeldung',
  'refuses to show the page': 'zeigt die Seite nicht her',
  'has no page at this address any more': 'hat unter dieser Adresse keine Seite mehr',
  'has removed the page for good': 'hat die Seite endgültig entfernt',
  'asks to be visited less often': 'bittet, seltener besucht zu werden',
  'may not show the page for legal reasons': 'darf die Seite aus rechtlichen Gründen nicht zeigen',
  'has an error of its own': 'hat selbst einen Fehler',
  'did not deliver the page': 'hat die Seite nicht geliefert',
  '{1} Switched off after {2} failures in a row.': '{1} Nach {2} Fehlern in Folge abgeschaltet.',

  // Work on them
  'This job is {1}: only one that failed or was cancelled can be retried.':
    'Diese Arbeit ist {1}: Nur eine gescheiterte oder abgebrochene kann wiederholt werden.',
  'This job is {1}: there is nothing left to cancel.':
    'Diese Arbeit ist {1}: Es gibt nichts mehr abzubrechen.',
  pending: 'noch nicht begonnen',
  processing: 'im Gange',
  completed: 'fertig',
  failed: 'gescheitert',
  cancelled: 'abgebrochen',
  'There is no such job.': 'Diese Arbeit gibt es nicht.',
  'There is no such message.': 'Diese Nachricht gibt es nicht.',
  'The job of this message is no longer one that failed.':
    'Die Arbeit dieser Nachricht ist nicht mehr gescheitert.',

  // Nuggets
  'There is no such nugget.': 'Dieses Nugget gibt es nicht.',
  'There is no such version.': 'Diese Version gibt es nicht.',
  'There is no such source.': 'Diese Quelle gibt es nicht.',
  'This document has no such page.': 'Diese Seite hat das Dokument nicht.',
  'Somebody else has changed this nugget since you read it. Reload it and edit again.':
    'Jemand anders hat dieses Nugget geändert, seit Sie es gelesen haben. Laden Sie es neu, und ändern Sie es dann.',
  'This nugget is still being made, failed, or was retired.':
    'Dieses Nugget wird noch gemacht, ist gescheitert oder wurde zurückgezogen.',
  'Only a nugget that has been made can be made anew: retry the job of its source.':
    'Nur ein fertiges Nugget kann neu gemacht werden: Wiederholen Sie die Arbeit an seiner Quelle.',
  'These parts are pinned. Unpin them first.':
    'Diese Teile sollen bleiben, wie sie sind. Lösen Sie das zuerst.',
  'The nugget was edited while this part was being made. Try again.':
    'Das Nugget wurde geändert, während dieser Teil gemacht wurde. Versuchen Sie es noch einmal.',
  'Pictures are switched off in this organization’s settings.':
    'Bilder sind in den Einstellungen der Organisation abgeschaltet.',
  'Narration is switched off in this organization’s settings.':
    'Vertonung ist in den Einstellungen der Organisation abgeschaltet.',
  'The voice that is set ({1}) does not speak the language of this nugget ({2}); choose another in the settings.':
    'Die eingestellte Stimme ({1}) spricht die Sprache dieses Nuggets ({2}) nicht; wählen Sie in den Einstellungen eine andere.',
  'The embedding model sent no vector.': 'Das Modell für die Suche hat nichts geliefert.',

  // Concepts, ways, learners
  'There is no such learner.': 'Diese Person gibt es nicht.',
  'There is no such concept.': 'Diesen Begriff gibt es nicht.',
  'There is no such node.': 'Diesen Knoten gibt es nicht.',
  'A concept can’t become part of itself.': 'Ein Begriff kann nicht Teil seiner selbst werden.',
  'There is a concept of this name already: merge into it instead.':
    'Einen Begriff dieses Namens gibt es schon: Führen Sie die beiden zusammen.',
  'There is nothing to undo.': 'Es gibt nichts rückgängig zu machen.',
  'These ways are being changed by others. Try again in a moment.':
    'Diese Wege werden gerade von anderen geändert. Versuchen Sie es gleich noch einmal.',
  'These concepts are being changed by others. Try again in a moment.':
    'Diese Begriffe werden gerade von anderen geändert. Versuchen Sie es gleich noch einmal.',
  'Somebody else changed these ways meanwhile. Load them again.':
    'Jemand anders hat diese Wege inzwischen geändert. Laden Sie sie neu.',
  'This node is of no document.': 'Dieser Knoten gehört zu keinem Dokument.',
  'A way needs words, and must lead to another nugget.':
    'Ein Weg braucht Worte und muss zu einem anderen Nugget führen.',
  'Learners would arrive at “{1}” before what it builds on.':
    'Lernende kämen zu „{1}“, bevor sie kennen, worauf es aufbaut.',
  'Another way to “{1}” says the same already.': 'Ein anderer Weg zu „{1}“ sagt schon dasselbe.',
  'A node has four ways at most, and one of them always leads on to the next nugget.':
    'Ein Knoten hat höchstens vier Wege, und einer davon führt immer zum nächsten Nugget.',

  // Lessons
  'No such session.': 'Diese Lektion gibt es nicht.',
  'No such nugget.': 'Dieses Nugget gibt es nicht.',
  'No such choice here.': 'Diese Wahl gibt es hier nicht.',
  'This session is over.': 'Diese Lektion ist beendet.',
  'This question is not being asked now.': 'Diese Frage wird gerade nicht gestellt.',
  'No recording has been started.': 'Es wurde keine Aufnahme begonnen.',
  'Nothing could be made out. Please say it again, or type.':
    'Es war nichts zu verstehen. Bitte sagen Sie es noch einmal, oder schreiben Sie.',
  'This recording could not be read. Please say it again, or type.':
    'Die Aufnahme war nicht lesbar. Bitte sagen Sie es noch einmal, oder schreiben Sie.',

  'This kind of recording cannot be heard.': 'Diese Art von Aufnahme kann nicht gehört werden.',
  'A recording may hold 10 MiB. Please say it in parts, or type.':
    'Eine Aufnahme darf 10 MiB haben. Bitte sagen Sie es in Teilen, oder schreiben Sie.',
  'Nothing was recorded.': 'Es wurde nichts aufgenommen.',
  'Only your last message can be changed.': 'Nur Ihre letzte Nachricht kann geändert werden.',
  'What was taken as an answer stays as it is.': 'Was als Antwort genommen wurde, bleibt, wie es ist.',
  'Only the last answer can be given anew.': 'Nur die letzte Antwort kann neu gegeben werden.',
  'It is still being written.': 'Sie wird noch geschrieben.',
  'Only the learner speaks here.': 'Hier spricht nur die lernende Person.',
  'The turn took too long.': 'Die Antwort hat zu lange gedauert.',
  'The model answered nothing.': 'Das Modell hat nichts geantwortet.',

  // Models and money
  'The organization’s budget for this month is used up.':
    'Das Budget der Organisation für diesen Monat ist aufgebraucht.',
  'Your budget for this month is used up.': 'Ihr Budget für diesen Monat ist aufgebraucht.',
  'Too many questions to the model at once. Please try again in a moment.':
    'Zu viele Fragen an das Modell auf einmal. Bitte versuchen Sie es gleich noch einmal.',
  '{1} has used up this month’s budget for model calls.':
    '{1} hat das Budget dieses Monats für Modelle aufgebraucht.',
  '{1} has used 80% of this month’s budget for model calls.':
    '{1} hat 80 % des Budgets dieses Monats für Modelle verbraucht.',
  'The organization': 'Die Organisation',
  'A learner': 'Eine lernende Person',
  'The voice provider is out of reach.': 'Der Anbieter der Stimme ist nicht zu erreichen.',
  'The model provider is out of reach.': 'Der Anbieter des Modells ist nicht zu erreichen.',
  'The model fell silent.': 'Das Modell ist verstummt.',
  'The model provider refuses our key.': 'Der Anbieter des Modells lehnt den Schlüssel ab.',
  'The account with the model provider has run out.':
    'Das Guthaben beim Anbieter des Modells ist aufgebraucht.',
  'The model provider declined this for its content.':
    'Der Anbieter des Modells hat das wegen seines Inhalts abgelehnt.',
  'The model provider could not take this request.':
    'Der Anbieter des Modells konnte diese Anfrage nicht annehmen.',
  'The model provider answered with something unreadable.':
    'Der Anbieter des Modells hat etwas Unlesbares geantwortet.',
  'The voice sent something that is not MP3 audio.': 'Die Stimme hat etwas gesendet, das kein MP3 ist.',
  'The image model sent something that is not a PNG picture.':
    'Das Bildmodell hat etwas gesendet, das kein PNG ist.',

  // What does not fit, behind the name of its field
  'text may hold neither NUL nor lone surrogates': 'enthält Zeichen, die kein Text sind',
  'a path may hold neither NUL nor lone surrogates': 'enthält Zeichen, die kein Text sind',
  'a path may not lead upwards': 'ein Pfad darf nicht nach oben führen',
  'must hold more than blanks': 'braucht mehr als Leerzeichen',
  'must hold a word': 'braucht ein Wort',
  'nothing to change': 'es ist nichts zu ändern',
  'not an e-mail address': 'keine E-Mail-Adresse',
  'a name is needed': 'ein Name fehlt',
  'longer than 200 characters': 'länger als 200 Zeichen',
  'not one of admin, instructor, learner': 'keine von admin, instructor, learner',
  'a key has no spaces, and plain characters only':
    'ein Schlüssel hat keine Leerzeichen und nur einfache Zeichen',
  'the name or id of a voice': 'der Name oder die Kennung einer Stimme',
  'email: has an account already': 'E-Mail: hat schon ein Konto',

  // What is known by
  'Answered “{1}”: {2} of 100{3}.': '„{1}“ beantwortet: {2} von 100{3}.',
  ', with help ({1})': ', mit Hilfe ({1})',

  // Why a next nugget is proposed
  '{1} does not settle yet, so we check {2}, which it builds on.':
    '{1} sitzt noch nicht, darum prüfen wir {2}, worauf es aufbaut.',
  '{1} is a gap at {2} of 100, and what builds on it waits.':
    '{1} ist eine Lücke mit {2} von 100, und was darauf aufbaut, wartet.',
  '{1} is due for review before it is forgotten.': '{1} ist zu wiederholen, bevor es vergessen ist.',
  '{1} serves your goal, and about {2}% success is expected.':
    '{1} dient Ihrem Ziel, und etwa {2} % Erfolg ist zu erwarten.',
  '{1} is next: what it needs is in place, and about {2}% success is expected.':
    '{1} kommt als Nächstes: Was es braucht, ist da, und etwa {2} % Erfolg ist zu erwarten.',
  '{1} is probably known, at {2} of 100; one more question makes sure.':
    '{1} ist wahrscheinlich bekannt, mit {2} von 100; eine Frage mehr macht es sicher.',
  '{1} stands at {2} of 100 and needs more practice.': '{1} steht bei {2} von 100 und braucht mehr Übung.',
  'this topic': 'dieses Thema',
};

/** What does not fit its schema, as zod says it, behind the field's name. */
const FIELDS: Sentences = {
  '{1}; {2}': '{1}; {2}',
  '{1}: {2}': '{1}: {2}',
  'Invalid email address': 'keine E-Mail-Adresse',
  'Invalid input': 'passt nicht',
  'Invalid input: expected {1}, received {2}': 'passt nicht',
  'Invalid option: expected one of {1}': 'möglich ist eines von {1}',
  'Too small: expected string to have >={1} characters': 'mindestens {1} Zeichen',
  'Too big: expected string to have <={1} characters': 'höchstens {1} Zeichen',
  'Too small: expected number to be >={1}': 'mindestens {1}',
  'Too big: expected number to be <={1}': 'höchstens {1}',
  'Too small: expected array to have >={1} items': 'mindestens {1}',
  'Too big: expected array to have <={1} items': 'höchstens {1}',
  email: 'E-Mail',
  name: 'Name',
  role: 'Rolle',
  password: 'Passwort',
  title: 'Titel',
  content: 'Text',
};

const find = translator({ ...SENTENCES, ...FIELDS });

export const german: ToldWords = {
  sentence: (said) => find(said) ?? said,
  refusal: (errorType, said) => {
    const known = find(said);
    if (known !== undefined && known !== said) return known;
    const [, german] = TYPES[errorType] ?? [];
    return german === undefined ? said : `${german} (${said})`;
  },
};

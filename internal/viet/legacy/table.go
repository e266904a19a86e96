package legacy

// The legacy tables give the code of each letter, in hexadecimal, in the order
// of letters: 134 codes a table.

// letters are the Vietnamese letters outside ASCII, capitals first.
const letters = "ÁÀẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶÉÈẺẼẸÊẾỀỂỄỆÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÍÌỈĨỊÝỲỶỸỴĐ" +
	"áàảãạâấầẩẫậăắằẳẵặéèẻẽẹêếềểễệóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựíìỉĩịýỳỷỹỵđ"

// tcvn3Codes are those of TCVN3 (ABC). A capital with a tone has the code of its small
// letter: a font shows it as a capital.
const tcvn3Codes = `
	B8 B5 B6 B7 B9 A2 CA C7 C8 C9 CB A1 BE BB BC BD C6 D0 CC CE CF D1
	A3 D5 D2 D3 D4 D6 E3 DF E1 E2 E4 A4 E8 E5 E6 E7 E9 A5 ED EA EB EC
	EE F3 EF F1 F2 F4 A6 F8 F5 F6 F7 F9 DD D7 D8 DC DE FD FA FB FC FE
	A7 B8 B5 B6 B7 B9 A9 CA C7 C8 C9 CB A8 BE BB BC BD C6 D0 CC CE CF
	D1 AA D5 D2 D3 D4 D6 E3 DF E1 E2 E4 AB E8 E5 E6 E7 E9 AC ED EA EB
	EC EE F3 EF F1 F2 F4 AD F8 F5 F6 F7 F9 DD D7 D8 DC DE FD FA FB FC
	FE AE`

// vniCodes are those of VNI-Windows, most of them two bytes: a letter and its mark.
const vniCodes = `
	41D9 41D8 41DB 41D5 41CF 41C2 41C1 41C0 41C5 41C3 41C4 41CA 41C9 41C8 41DA 41DC 41CB 45D9 45D8 45DB 45D5 45CF
	45C2 45C1 45C0 45C5 45C3 45C4 4FD9 4FD8 4FDB 4FD5 4FCF 4FC2 4FC1 4FC0 4FC5 4FC3 4FC4 D4 D4D9 D4D8 D4DB D4D5
	D4CF 55D9 55D8 55DB 55D5 55CF D6 D6D9 D6D8 D6DB D6D5 D6CF CD CC C6 D3 D2 59D9 59D8 59DB 59D5 CE
	D1 61F9 61F8 61FB 61F5 61EF 61E2 61E1 61E0 61E5 61E3 61E4 61EA 61E9 61E8 61FA 61FC 61EB 65F9 65F8 65FB 65F5
	65EF 65E2 65E1 65E0 65E5 65E3 65E4 6FF9 6FF8 6FFB 6FF5 6FEF 6FE2 6FE1 6FE0 6FE5 6FE3 6FE4 F4 F4F9 F4F8 F4FB
	F4F5 F4EF 75F9 75F8 75FB 75F5 75EF F6 F6F9 F6F8 F6FB F6F5 F6EF ED EC E6 F3 F2 79F9 79F8 79FB 79F5
	EE F1`

// vpsCodes are those of VPS. 14 capitals share the code of their small letter.
const vpsCodes = `
	C1 80 81 82 E5 C2 83 84 85 C5 C6 88 8D 8E 8F F0 A5 C9 D7 DE FE CB
	CA 90 93 94 95 8C B9 BC BD BE 86 D4 96 97 98 99 B6 F7 9D 9E 9F A6
	AE DA A8 D1 AC F8 D0 AD AF B1 BB BF B4 B5 B7 B8 CE DD B2 FD B3 9C
	F1 E1 E0 E4 E3 E5 E2 C3 C0 C4 C5 C6 E6 A1 A2 A3 A4 A5 E9 E8 C8 EB
	CB EA 89 8A 8B CD 8C F3 F2 D5 F5 86 F4 D3 D2 B0 87 B6 D6 A7 A9 AA
	AB AE FA F9 FB DB F8 DC D9 D8 BA BB BF ED EC CC EF CE 9A FF 9B CF
	9C C7`

// visciiCodes are those of VISCII. Six capitals stand among the control characters.
const visciiCodes = `
	C1 C0 C4 C3 80 C2 84 85 86 06 87 C5 81 82 02 05 83 C9 C8 CB 88 89
	CA 8A 8B 8C 8D 8E D3 D2 99 A0 9A D4 8F 90 91 92 93 B4 95 96 97 B3
	94 DA D9 9C 9D 9E BF BA BB BC FF B9 CD CC 9B CE 98 DD 9F 14 19 1E
	D0 E1 E0 E4 E3 D5 E2 A4 A5 A6 E7 A7 E5 A1 A2 C6 C7 A3 E9 E8 EB A8
	A9 EA AA AB AC AD AE F3 F2 F6 F5 F7 F4 AF B0 B1 B2 B5 BD BE B6 B7
	DE FE FA F9 FC FB F8 DF D1 D7 D8 E6 F1 ED EC EF EE B8 FD CF D6 DB
	DC F0`

// cp1258Letters are the code points of Windows-1258 that are others in
// Windows-1252; the tones are combining characters.
var cp1258Letters = map[byte]rune{
	0xC3: 'Ă', 0xE3: 'ă', 0xD0: 'Đ', 0xF0: 'đ', 0xD5: 'Ơ', 0xF5: 'ơ', 0xDD: 'Ư', 0xFD: 'ư',
	0xCC: 0x0300, 0xEC: 0x0301, 0xDE: 0x0303, 0xD2: 0x0309, 0xF2: 0x0323, 0xFE: '₫',
}

// windows1252 holds what Windows-1252 shows for the bytes 80 to 9F; five of
// them are undefined and pass as control characters.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

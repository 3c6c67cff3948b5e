import { describe, expect, it } from 'vitest';
import { AssignmentFileError, readAssignmentRows } from '../../../../bot/adapters/node/assignment-csv.ts';

const read = (text: string) => readAssignmentRows(Buffer.from(text));
const row = (line: number, person: string, application: string) => ({ line, person, application });

describe('the file of assignments', () => {
  it.each([
    ['plain', 'person,application\nada,X\n', [row(2, 'ada', 'X')]],
    ['as Excel writes it', '\uFEFFperson,application\r\nada,X\r\n', [row(2, 'ada', 'X')]],
    ['in the other order, in capitals', 'Application, Person\nX, ada\n', [row(2, 'ada', 'X')]],
    ['by what exports call the columns', 'Client ID,User object-id\nX,ada\n', [row(2, 'ada', 'X')]],
    ['with quotes', 'person,application\n"ada","A ""B"", C"\n', [row(2, 'ada', 'A "B", C')]],
    ['with empty lines', '\nperson,application\n\nada,X\n , \n\n,Y', [row(4, 'ada', 'X'), row(7, '', 'Y')]],
    ['with nothing but the header', 'person,application\n', []],
  ])('is read %s', (_how, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  it.each([
    ['is empty', '', 'columns'],
    ['has no header', 'ada,X\n', 'columns'],
    ['has another column', 'person,application,note\nada,X,y\n', 'columns'],
    ['has a column of an odd name', 'person,constructor\nada,X\n', 'columns'],
    ['lacks a column', 'person\nada\n', 'columns'],
    ['names a column twice', 'person,person\nada,X\n', 'columns'],
    ['names a column twice, by two names', 'oid,mail,application\nada,ada,X\n', 'columns'],
    ['has semicolons', 'person;application\nada;X\n', 'comma'],
    ['has a line with too much in it', 'person,application\nada,X\nben,X,Y\n', 'line 3'],
    ['has a line with too little in it', 'person,application\nada\n', 'line 2'],
    ['has a quote without end', 'person,application\n"ada,X\n', 'line 2'],
    ['has a line without an application', 'person,application\nada,X\nben,\n', 'line 3 names no application'],
  ])('is refused, and says where, if it %s', (_how, text, words) => {
    expect(() => read(text)).toThrow(AssignmentFileError);
    expect(() => read(text)).toThrow(words);
  });

  it('is refused if its encoding is not UTF-8', () => {
    expect(() => readAssignmentRows(Buffer.from('person,application\nJos\xe9,X\n', 'latin1'))).toThrow('UTF-8');
    expect(() => readAssignmentRows(Buffer.from('\uFEFFperson,application\n', 'utf16le'))).toThrow(AssignmentFileError);
  });
});

/** Header of an answer to a session that has run out, also where the door answers anyone; its value is `ended`. */
export const sessionHeader = 'kechuang-session';

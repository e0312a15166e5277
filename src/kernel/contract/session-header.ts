/** Header of what a session that has run out reads, also where the door answers anyone; its value is `ended`. */
export const sessionHeader = 'kechuang-session';

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/exchange/class_list.h"

static Arena arena;
static ClassList list;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)4 << 20);
    list = (ClassList){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static void reads(const char *text)
{
    Err err = {0};
    assert_ok(class_list_read("5b.csv", text, strlen(text), &arena, &list, &err), err);
}

static void refuses(const char *text, ErrKind kind, const char *sentence)
{
    Err err = {0};
    ClassList none = {0};
    assert_false(class_list_read("5b.csv", text, strlen(text), &arena, &none, &err));
    assert_err(err, kind, sentence);
    assert_null(none.pupils);
}

static void is_pupil(int32_t index, const char *given, const char *family, const char *group)
{
    assert_true(index < list.pupil_count);
    assert_string_equal(list.pupils[index].given, given);
    assert_string_equal(list.pupils[index].family, family);
    assert_string_equal(list.pupils[index].group, group);
}

static void class_list__reads__columns_by_their_names(void **state)
{
    (void)state;
    reads("EL,Name,level,Initials,No.,Table\nyes,Ana Ruiz,2,AR,7,Owls\n,Ben Lee,3,,,\n\n,,,,,\n");
    assert_int_equal(list.pupil_count, 2);
    assert_int_equal(list.key_count, 2);
    assert_string_equal(list.keys[0], "EL");
    assert_string_equal(list.keys[1], "level");
    is_pupil(0, "Ana Ruiz", "", "Owls");
    assert_string_equal(list.pupils[0].initials, "AR");
    assert_string_equal(list.pupils[0].number, "7");
    assert_string_equal(list.pupils[0].values[0], "yes");
    is_pupil(1, "Ben Lee", "", "");
    assert_string_equal(list.pupils[1].values[0], "");
    assert_string_equal(list.pupils[1].values[1], "3");
}

static void class_list__reads__what_other_programs_write(void **state)
{
    (void)state;
    reads("\xEF\xBB\xBF"
          "Apellidos;Nombre;Grupo\r\n\"García; López\";María José;1\r\n");
    assert_int_equal(list.pupil_count, 1);
    is_pupil(0, "María José", "García; López", "1");
    refuses("備考\tname\n", ERR_FORMAT,
            "5b.csv:1:1: the column '備考', expected a short name of letters, digits, '-' and '_'");
}

static void is_left_out(const char *columns, int32_t key_count)
{
    assert_string_equal(list.left_out, columns);
    assert_int_equal(list.key_count, key_count);
}

static void class_list__puts_together__names_in_many_columns(void **state)
{
    (void)state;
    reads("Nombre(s),Apellido paterno,Apellido materno,Correo\nAna,García,Hernández,a@escuela.mx\n"
          "Luis,Ochoa,,l@escuela.mx\n");
    is_pupil(0, "Ana", "García Hernández", "");
    is_pupil(1, "Luis", "Ochoa", "");
    is_left_out("Correo", 0);
    reads("PRÉNOM;Nom;Date de naissance\nZoé;Dupont;01/02/2015\n");
    is_pupil(0, "Zoé", "Dupont", "");
    is_left_out("Date de naissance", 0);
    reads("Pre\xCC\x81nom;Nom\nZoé;Dupont\n");
    is_pupil(0, "Zoé", "Dupont", "");
    reads("Middle-Name,First,Last,Preferred-Name,EL\nMaría,Ana,Ruiz,Nana,yes\n");
    is_pupil(0, "Ana María", "Ruiz", "");
    is_left_out("Preferred-Name", 1);
    reads("Preferred Name,Last Name\nNana,Ruiz\n");
    is_pupil(0, "Nana", "Ruiz", "");
    is_left_out("", 0);
    reads("Name;Vorname;Klasse\nMüller;Anna;5b\n");
    is_pupil(0, "Anna", "Müller", "");
    is_left_out("", 1);
    char text[400] = "First,Middle\n";
    memset(text + strlen(text), 'a', 100);
    memcpy(text + strlen(text), ",bbbbbbbbbbbbbbbbbbbb", 21);
    refuses(text, ERR_LIMIT, "5b.csv:2:102: a cell of 121 bytes, expected at most 120");
}

static void class_list__leaves_out__who_they_are_and_how_they_are_reached(void **state)
{
    (void)state;
    reads("Student ID,Name,SIS_ID,localID,Date-of-Birth,Home Phone,Phonemes,Madrid,Guardian,Grid\n"
          "7,Ana,8,9,2015,555,good,x,Eva,y\n");
    is_left_out("Student ID, SIS_ID, localID, Date-of-Birth, Home Phone, Guardian", 3);
    assert_string_equal(list.keys[0], "Phonemes");
    assert_string_equal(list.pupils[0].values[2], "y");
    /* Whatever the column is called. */
    reads("a,name,b,group,c\n1,Ana,ana@x.org,1,\n2,Ben,,ben@x.org,3\n");
    is_left_out("b, group", 2);
    is_pupil(0, "Ana", "", "");
    is_pupil(1, "Ben", "", "");
    assert_string_equal(list.keys[1], "c");
    assert_string_equal(list.pupils[0].values[0], "1");
    assert_string_equal(list.pupils[0].values[1], "");
    assert_string_equal(list.pupils[1].values[1], "3");
    reads("Ana Ruiz,ana@x.org\nBen Lee,ben@x.org\n");
    is_left_out("the second", 0);
    is_pupil(1, "Ben Lee", "", "");
    refuses("initials,number\nAR,\na@x.org,7\n", ERR_FORMAT,
            "5b.csv:1:1: what would name the pupils are addresses, expected a name, initials or a "
            "number");
}

static void class_list__takes_no_pupil__of_a_first_line_with_titles(void **state)
{
    (void)state;
    reads("Student First Name,Student Last Name\nAna,Ruiz\nBen,Lee\n");
    assert_int_equal(list.pupil_count, 2);
    is_pupil(0, "Ana", "Ruiz", "");
    reads("\"Last Name, First Name\"\n\"Ruiz, Ana\"\n");
    assert_int_equal(list.pupil_count, 1);
    is_pupil(0, "Ruiz, Ana", "", "");
    reads("Pupil names\nAna Ruiz\n");
    assert_int_equal(list.pupil_count, 1);
    reads("Legal Name,Homeroom\nAna Ruiz,5b\n");
    assert_int_equal(list.pupil_count, 1);
    is_pupil(0, "Ana Ruiz", "", "");
    assert_string_equal(list.keys[0], "Homeroom");
    reads("Last Name,First Name,Legal Name\nRuiz,Ana,Ana R\n");
    is_pupil(0, "Ana", "Ruiz", "");
    is_left_out("Legal Name", 0);
    reads("Legal Name,Preferred Name\nAna Ruiz,Nana\n"); /* the first of both */
    is_pupil(0, "Ana Ruiz", "", "");
    is_left_out("Preferred Name", 0);
    static const char *const known[] = {"Child name,EL\nAna,yes\n",
                                        "Learner Name,EL\nAna,yes\n",
                                        "Nom de l\xE2\x80\x99\xC3\xA9l\xC3\xA8ve;EL\nAna;yes\n",
                                        "Nom et pr\xC3\xA9nom;EL\nAna;yes\n",
                                        "Sch\xC3\xBCler;EL\nAna;yes\n",
                                        "Sch\xC3\xBClerin;EL\nAna;yes\n"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        reads(known[i]);
        assert_int_equal(list.pupil_count, 1);
        is_pupil(0, "Ana", "", "");
        is_left_out("", 1);
    }
    static const char *const unknown[] = {"Name in the register,EL\nAna,yes\n",
                                          "Camper name\nAna\n",
                                          "Apellidos de la ni\xC3\xB1"
                                          "a;Curso\nRuiz;5b\n"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        refuses(unknown[i], ERR_FORMAT,
                "5b.csv:1:1: no column of names here, expected one called name, initials or "
                "number");
    /* People who are called like parts of titles. */
    reads("Nameera Khan\nRut\nNia\nBirthe Holm\nJo Mailer\n");
    assert_int_equal(list.pupil_count, 5);
}

/* What is short, or stands among other words. */
static void class_list__leaves_out__ids_numbers_and_grown_ups(void **state)
{
    (void)state;
    reads(
        "Last Name,First Name,Group,SASID,Mobile,Emergency Contact,Tel.,Homeroom Teacher,Username\n"
        "Ruiz,Ana,1,1012345678,07700 900123,Maria Ruiz,0151 123,Mr Smith,aruiz\n");
    is_left_out("SASID, Mobile, Emergency Contact, Tel., Homeroom Teacher, Username", 0);
    reads("name,N.I.E.,NIA,Tlf,Contacto,Fecha-nac,Curso\nAna,X1,7,6,Eva,2,5b\n");
    is_left_out("N.I.E., NIA, Tlf, Contacto, Fecha-nac", 1);
    reads("Name;Vorname;Geb.-Datum;Handy;Notfallkontakt;Klassenlehrer;Muttersprache\n"
          "Ruiz;Ana;1.2.;0170;Eva;Hr. May;es\n");
    is_left_out("Geb.-Datum, Handy, Notfallkontakt, Klassenlehrer", 1);
    reads("name,Cell #,tel2,Mum's no.,Carer 1,LASID,State SSID,DOB (d/m),UPN "
          "no.\nAna,1,2,3,4,5,6,7,8\n");
    is_left_out("Cell #, tel2, Mum's no., Carer 1, LASID, State SSID, DOB (d/m), UPN no.", 0);
    reads("name,Known as,Next of kin,NHS number,Postcode,PLZ,Mum\xE2\x80\x99s "
          "no,EL\nAna,Nan,Eva,1,E1,2,3,yes\n");
    is_left_out("Known as, Next of kin, NHS number, Postcode, PLZ, Mum\xE2\x80\x99s no", 1);
    /* The same letters in other words are no reason. */
    reads("name,Cello,Hotel,Niece,Genial,Dada,Tutor group\nAna,1,2,3,4,5,6\n");
    is_left_out("", 6);
}

/* Titles say little: what stands in the cells counts. */
static void class_list__leaves_out__columns_with_a_name_in_them(void **state)
{
    (void)state;
    reads("Name,Level,Sits beside\nMia Lopez,2,Noah Chan\nNoah Chan,1,Mia Lopez\n");
    is_left_out("Sits beside", 1);
    assert_string_equal(list.pupils[0].values[0], "2");
    assert_string_equal(list.pupils[1].values[1], "");
    reads("First,Last,Buddy,Helper,EL,Notes,Called\nMia,López,chan,,si,works with mia,Mimi\n"
          "Noah,Chan,,NOAH,no,good,Noah\nSi,No,,,si,,\n");
    is_left_out("Buddy, Helper, Notes, Called", 1);
    assert_string_equal(list.keys[0], "EL");
    assert_string_equal(list.pupils[2].values[0], "si");
    /* One row is enough, and the last as good as the first. */
    reads("name,a,b\nMia Lopez,x,\nNoah Chan,x,by Lopez\n");
    is_left_out("b", 1);
    /* What somebody is called besides, or where a label should be. */
    reads("First,Last,Preferred name,Likes\nMaria,Ruiz,Mimi,\nBen,Lee,Benno,mimi\n");
    is_left_out("Preferred name, Likes", 0);
    reads("label,Buddy\nMia Lopez,7\nNoah Chan,Lopez\n");
    is_left_out("Buddy", 0);
    reads("label,Buddy\nMia Lopez,Ana\nAna,\n");
    is_left_out("Buddy", 0);
    /* No column of names at all, but names that the labels stand for. */
    reads("Initials,Kid,Topic,EL\nML,Mia Lopez,Magnets,yes\nnc,Noah Chan,Light,no\nAR2,Ana Ruiz,"
          "Sound,no\nXY,Max Lee,,yes\n");
    is_left_out("Kid", 2);
    assert_string_equal(list.keys[0], "Topic");
    reads("Initials,Topic\nRE,Reading\nML,Magnets\n");
    is_left_out("", 1);
    /* Two words of a name in a column's own name. */
    reads("name,By Noah Chan,Will\nNoah Chan,1,2\nWill Fox,2,3\n");
    is_left_out("By Noah Chan", 1);
}

static void class_list__takes_no_label__that_is_a_given_name(void **state)
{
    (void)state;
    reads("Name,Label,No\nMia Lopez,Mia,mia\nNoah Chan,NC,2\nAna Nadal,ANA,3\nLi Wu,Li,4\n"
          ",Max,\n");
    static const char *const labels[] = {"", "NC", "ANA", "", ""};
    for (int i = 0; i < 5; i++)
        assert_string_equal(list.pupils[i].initials, labels[i]);
    assert_string_equal(list.pupils[0].number, "");
    assert_string_equal(list.pupils[1].number, "2");
    is_pupil(4, "Max", "", "");
    reads("Name,Label\nMia Lopez,MiL\nNoah Chan,Li\nLi Wu,LW\n"); /* all are labels */
    assert_string_equal(list.pupils[0].initials, "MiL");
    assert_string_equal(list.pupils[1].initials, "Li");
}

static void class_list__numbers__groups_that_are_called_after_pupils(void **state)
{
    (void)state;
    reads("Name,Table\nMia Lopez,Noah\nNoah Chan,Noah\nAna Ruiz,Owls\nEva Fox,\n");
    is_left_out("the names of groups", 0);
    is_pupil(0, "Mia Lopez", "", "Table 1");
    is_pupil(1, "Noah Chan", "", "Table 1");
    is_pupil(2, "Ana Ruiz", "", "Table 2");
    is_pupil(3, "Eva Fox", "", "");
    reads("Mia Lopez,Noah 1\nNoah Chan,Noah 1\nAna Ruiz,Owls 2\n");
    is_left_out("the names of groups", 0);
    is_pupil(2, "Ana Ruiz", "", "Table 2");
    reads("Name,Id,Team\nMia Lopez,7,Mia\nNoah Chan,8,Lions\n");
    is_left_out("Id, the names of groups", 0);
    reads("Name,Team\nMia Lopez,Lions\nNoah Chan,2\n");
    is_left_out("", 0);
    is_pupil(0, "Mia Lopez", "", "Lions");
}

/* Some are called Rose and Green. */
static void class_list__keeps__columns_of_colours(void **state)
{
    (void)state;
    reads("Name,Table,Badge\nRose Green,Rose,red\nBo Li,Blue,green\nAna Ruiz,Red,blue\n"
          "Eva Fox,Blue,\n");
    is_left_out("", 1);
    is_pupil(0, "Rose Green", "", "Rose");
    reads("Name,Table,Badge\nRose Green,Green,red\nAna Violet,Rose,rose\n");
    is_left_out("the names of groups", 1); /* more names than colours */
    reads("Name,Badge\nRose Green,red\nBo Li,by Rose\nAna Ruiz,blue\n");
    is_left_out("Badge", 0);
}

static void class_list__takes_no_pupils__of_dates_and_points(void **state)
{
    (void)state;
    reads("Last Name,First Name,Email Address,Essay\nDate,,,2026-01-01\nPoints,,,100\n"
          "Lopez,Ana,a@x,\nPoints,,,\n");
    assert_int_equal(list.pupil_count, 2);
    is_pupil(0, "Ana", "Lopez", "");
    is_pupil(1, "Points", "", "");
    is_left_out("Email Address", 1);
    reads("sep=;\r\nname;EL\r\nDate;yes\r\n");
    is_pupil(0, "Date", "", "");
}

static void class_list__reads__tabs_and_empty_cells(void **state)
{
    (void)state;
    reads("name\tgroup\tEL\nNguyễn Thị Minh\t\tyes\n田中 花子\t2\t\n");
    assert_int_equal(list.pupil_count, 2);
    is_pupil(0, "Nguyễn Thị Minh", "", "");
    assert_string_equal(list.pupils[0].values[0], "yes");
    is_pupil(1, "田中 花子", "", "2");
    assert_string_equal(list.pupils[1].values[0], "");
    reads("1\tRuiz, Ana\n2\tLee, Ben\n"); /* as a spreadsheet puts it on the clipboard */
    is_pupil(1, "Lee, Ben", "", "");
    reads("Last Name, First Name\tTable\nRuiz, Ana\t1\n");
    is_pupil(0, "Ruiz, Ana", "", "1");
}

static void class_list__reads__files_without_a_first_line(void **state)
{
    (void)state;
    reads("Ana Ruiz\nBen Lee");
    assert_int_equal(list.pupil_count, 2);
    is_pupil(1, "Ben Lee", "", "");
    reads("Ana Ruiz,1\nBen Lee,2\n");
    is_pupil(1, "Ben Lee", "", "2");
    reads("Ana Ruiz,Owls\nBen Lee,Owls\n");
    is_pupil(1, "Ben Lee", "", "Owls");
    reads("Ruiz,Ana\nLee,Ben\n");
    is_pupil(1, "Ben", "Lee", "");
}

/* A group's label is shown to everybody: what may be names is none. */
static void class_list__takes_no_group__of_names_that_come_twice(void **state)
{
    (void)state;
    reads("Ruiz\tAna\nLee\tBen\nPham\tChi\nCruz\tAna\n");
    is_pupil(0, "Ana", "Ruiz", "");
    is_pupil(3, "Ana", "Cruz", "");
    /* Half of a class is called so, and many others have a name of their own. */
    reads("Minh,Nguyen\nAn,Nguyen\nBao,Nguyen\nChi,Nguyen\nDuc,Nguyen\nHoa,Tran\nLan,Le\nMai,Vu\n");
    is_pupil(0, "Nguyen", "Minh", "");
    reads("Ruiz,Ana\nLee,\nPham,Chi\n"); /* one has one name */
    is_pupil(0, "Ana", "Ruiz", "");
    is_pupil(1, "Lee", "", "");
    reads("Ruiz,Ana\nLee,Ben 2\nPham,Chi\n");
    is_pupil(0, "Ana", "Ruiz", "");
    reads("Ana Ruiz,Table 1\nBen Lee,Carpet\nChi Pham,Table 2\n");
    is_pupil(1, "Ben Lee", "", "Carpet");
    reads("Ana Ruiz,Owls\nBen Lee,Owls\nChi Pham,Cats\nDan Katz,Cats\nEva Diaz,\n");
    is_pupil(2, "Chi Pham", "", "Cats");
    is_pupil(4, "Eva Diaz", "", "");
}

static void class_list__reads__numbers_in_front(void **state)
{
    (void)state;
    reads("1,Ana Ruiz\n2,Ben Lee\n3,Ana Ruiz\n");
    is_pupil(0, "Ana Ruiz", "", "");
    is_pupil(2, "Ana Ruiz", "", "");
    assert_string_equal(list.pupils[2].number, "3");
    reads("1.\tAna Ruiz\n2.\tBen Lee\n10)\tChi Pham\n");
    is_pupil(2, "Chi Pham", "", "");
    assert_string_equal(list.pupils[0].number, "1");
    assert_string_equal(list.pupils[2].number, "10");
    reads("7,Owls\n8,Owls\n9,Cats\n12,Cats\n"); /* without names, in groups */
    is_pupil(0, "", "", "Owls");
    assert_string_equal(list.pupils[3].number, "12");
    reads("7,1\n9,2\n");
    is_pupil(1, "", "", "2");
    assert_string_equal(list.pupils[1].number, "9");
    reads("7\n9\n");
    is_pupil(1, "9", "", "");
}

static void class_list__refuses__with_the_place(void **state)
{
    (void)state;
    refuses("", ERR_FORMAT, "5b.csv:1:1: the file is empty, expected a class list");
    refuses("name,group\n", ERR_FORMAT, "5b.csv:1:1: no pupils here, expected one in each line");
    refuses("name;group\nAna;1\nJos\xe9;2\n", ERR_FORMAT,
            "5b.csv:3:4: no UTF-8 text here, expected a file saved as \"CSV UTF-8\"");
    refuses("a,b,c\n", ERR_FORMAT,
            "5b.csv:1:1: 3 columns without names, expected a first line that says what they are, "
            "like name, group, EL");
    refuses("name,group\nAna,1,2\n", ERR_FORMAT,
            "5b.csv:2:7: 3 cells, expected 2 as in the first line");
    refuses("number,EL\n1,yes\n,no\n", ERR_FORMAT,
            "5b.csv:3:1: nobody is named here, expected a name, initials or a number");
    refuses("name,initials,names\n", ERR_FORMAT,
            "5b.csv:1:15: a second column for the same, 'names', expected one each for name, "
            "initials, number and group");
    refuses("name,EL,EL\n", ERR_FORMAT, "5b.csv:1:9: twice the column 'EL', expected each once");
    refuses("name,2nd\n", ERR_FORMAT,
            "5b.csv:1:6: the column '2nd', expected a short name of letters, digits, '-' and '_'");
    refuses("group,EL\n", ERR_FORMAT,
            "5b.csv:1:1: no column of names here, expected one called name, initials or number");
    refuses("name\n\"Ana\n", ERR_FORMAT,
            "5b.csv:2:1: a quote opens here and none closes it before the file ends");
    refuses("name,a1,a2,a3,a4,a5,a6,a7,a8,a9\n", ERR_LIMIT,
            "5b.csv:1:30: more than 8 columns of attributes, expected fewer");
}

static void class_list__refuses__more_than_it_holds(void **state)
{
    (void)state;
    char text[4096] = "name\n";
    for (int i = 0; i < CLASS_LIST_MAX_PUPILS; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "P%d\n", i);
    reads(text);
    assert_int_equal(list.pupil_count, CLASS_LIST_MAX_PUPILS);
    (void)snprintf(text + strlen(text), sizeof text - strlen(text), "one\n");
    refuses(text, ERR_LIMIT, "5b.csv:122:1: more than 120 pupils, expected fewer");
    char cell[300] = "name\n";
    memset(cell + 5, 'x', 121);
    refuses(cell, ERR_LIMIT, "5b.csv:2:1: a cell of 121 bytes, expected at most 120");
    char *large = malloc(CLASS_LIST_MAX_BYTES + 2);
    assert_non_null(large);
    memset(large, 'x', CLASS_LIST_MAX_BYTES + 1);
    large[CLASS_LIST_MAX_BYTES + 1] = '\0';
    refuses(large, ERR_LIMIT, "5b.csv: larger than 1024 KiB, expected a class list");
    free(large);
}

static void class_list__is_told_from__names(void **state)
{
    (void)state;
    static const char *const lists[] = {"Ana\t1\nBen\t2", "name,EL\nAna,yes\n",
                                        "Apellidos;Nombre\nRuiz;Ana"};
    static const char *const names[] = {
        "Ana Ruiz, Ben Lee", "Ruiz, Ana\nLee, Ben\n", "", "Ana\n", "\"Ana", "name\nAna\n"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        assert_true(class_list_is_one(lists[i], strlen(lists[i])));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_false(class_list_is_one(names[i], strlen(names[i])));
}

static void class_list__finds__a_title_over_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *rest;
    } cases[] = {
        {"Name\nAna\nBen\n", "Ana\nBen\n"},
        {"\xEF\xBB\xBF\r\n Pupil names: \r\nRuiz, Ana\r\n", "Ruiz, Ana\r\n"},
        {"\"Last Name, First Name\"\n\"Ruiz, Ana\"", "\"Ruiz, Ana\""},
        {"Name", "Name"}, /* nobody below it: somebody typed it */
        {"Name\n", "Name\n"},
        {"Ana\nBen\n", "Ana\nBen\n"},
        {"Ana, Ben", "Ana, Ben"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *text = cases[i].text;
        assert_string_equal(text + class_list_title_len(text, strlen(text)), cases[i].rest);
    }
}

/* Every size of memory: a list, or one sentence. */
static void class_list__reads_nothing__when_memory_runs_out(void **state)
{
    (void)state;
    const char *text = "name,group,EL,Buddy\nAna Ruiz,Ana,yes,Ben\nBen Lee,2,no,\n";
    bool read = false;
    for (size_t limit = 0; !read; limit += 61) {
        Arena small;
        Err err = {0};
        ClassList got = {0};
        arena_init(&small, limit);
        read = class_list_read("5b.csv", text, strlen(text), &small, &got, &err);
        assert_int_equal(got.pupil_count, read ? 2 : 0);
        if (!read)
            assert_err(err, ERR_SYSTEM, "5b.csv: no memory to read it");
        for (int32_t i = 0; i < got.pupil_count; i++)
            assert_null(strstr(got.pupils[i].group, "Ana"));
        assert_true(!read || got.key_count == 1);
        arena_deinit(&small);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(class_list__reads__columns_by_their_names),
        TEST(class_list__reads__what_other_programs_write),
        TEST(class_list__puts_together__names_in_many_columns),
        TEST(class_list__leaves_out__who_they_are_and_how_they_are_reached),
        TEST(class_list__takes_no_pupil__of_a_first_line_with_titles),
        TEST(class_list__leaves_out__ids_numbers_and_grown_ups),
        TEST(class_list__leaves_out__columns_with_a_name_in_them),
        TEST(class_list__takes_no_label__that_is_a_given_name),
        TEST(class_list__numbers__groups_that_are_called_after_pupils),
        TEST(class_list__keeps__columns_of_colours),
        TEST(class_list__takes_no_pupils__of_dates_and_points),
        TEST(class_list__reads__tabs_and_empty_cells),
        TEST(class_list__reads__files_without_a_first_line),
        TEST(class_list__takes_no_group__of_names_that_come_twice),
        TEST(class_list__reads__numbers_in_front),
        TEST(class_list__refuses__with_the_place),
        TEST(class_list__refuses__more_than_it_holds),
        TEST(class_list__is_told_from__names),
        TEST(class_list__finds__a_title_over_names),
        TEST(class_list__reads_nothing__when_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

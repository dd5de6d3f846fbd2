#include "channel/mime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "support/alerts.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace channel {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Letter letter() {
  Letter mail;
  mail.from = {"Newswatch", "newswatch@example.org"};
  mail.to = {"", "duty@example.org"};
  mail.subject = "sahel: Floods";
  mail.message_id = "e1d2@watcher.example.org";
  mail.list_id = "duty.newswatch.watcher.example.org";
  mail.alert_id = "5f1c";
  mail.date = support::november();
  mail.text = "text\n";
  mail.html = "<p>html</p>\n";
  return mail;
}

// What Python's mail package makes of the letter, one line of JSON.
std::string read_by_another(const Letter& mail) {
  const support::TempDir folder;
  const auto file = folder.write("mail.eml", to_mime(mail));
  support::Program reader(
      {"/usr/bin/python3", NEWSWATCH_SOURCE_DIR "/tests/channel/read_mail.py", file.string()});
  return reader.read_line();
}

std::string subject_seen(const std::string& subject) {
  Letter mail = letter();
  mail.subject = subject;
  const std::string seen = read_by_another(mail);
  const std::string_view name = "\"subject\": \"";
  const std::size_t from = seen.find(name) + name.size();
  return seen.substr(from, seen.find("\", \"", from) - from);
}

TEST(ToMime, IsReadByAnotherProgramAsItWasMeant) {
  EXPECT_EQ(
      read_by_another(letter()),
      R"({"defects": [], "headers": ["From", "To", "Subject", "Date", "Message-ID", "List-Id", )"
      R"("Auto-Submitted", "X-Newswatch-Alert", "MIME-Version", "Content-Type"], )"
      R"("from": "Newswatch <newswatch@example.org>", "to": "duty@example.org", )"
      R"("subject": "sahel: Floods", "date": "2026-11-23T04:05:00+00:00", )"
      R"("message_id": "<e1d2@watcher.example.org>", )"
      R"("list_id": "<duty.newswatch.watcher.example.org>", "auto": "auto-generated", )"
      R"("alert": "5f1c", "type": "multipart/alternative", )"
      R"("parts": [["text/plain", "utf-8", "text\n"], ["text/html", "utf-8", "<p>html</p>\n"]]})");
}

TEST(ToMime, KeepsToTheLineLengthsOfMail) {
  Letter mail = letter();
  mail.from.name = std::string(500, 'n');
  mail.subject = "plain words " + std::string(3000, 'x') + " النيجر ⚡ " + std::string(400, 'y');
  mail.text = std::string(100'000, 'z');
  const std::string raw = to_mime(mail);
  for (const std::string_view line : base::split(raw, '\n')) {
    EXPECT_LE(line.size(), 79U) << line;
    EXPECT_TRUE(line.empty() || line.back() == '\r') << line;
  }
}

TEST(ToMime, HasNoBareLineEndAndNothingButAscii) {
  Letter mail = letter();
  mail.text = "a\rb\nc\r\nd\n.\n..\nFrom here\n--x";
  mail.html = "النيجر\n.\n";
  const std::string raw = to_mime(mail);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    ASSERT_EQ(raw[i] == '\n', i > 0 && raw[i - 1] == '\r');
    ASSERT_LT(static_cast<unsigned char>(raw[i]), 0x80);
  }
  EXPECT_EQ(raw.find("\r\n.\r\n"), std::string::npos);
  EXPECT_THAT(read_by_another(mail), HasSubstr(R"("ab\nc\nd\n.\n..\nFrom here\n--x")"));
}

TEST(Subject, ComesThroughInEveryScript) {
  for (const std::string& subject :
       {std::string("Niger"),
        std::string("Überfall in Niamey, « Sahel »"),
        std::string("هجوم في النيجر يوقع قتلى وجرحى في صفوف الجيش قرب الحدود مع مالي"),
        std::string("尼日尔 ") + std::string(60, 'x') +
            " ニジェール ⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡⚡",
        std::string("a  b   c") + std::string(80, ' ') + "d",
        std::string("=?utf-8?B?aGk=?="),
        std::string("x") + std::string(1200, 'y'),
        std::string(
            "The quick brown fox jumps over the lazy dog and then some more words follow it "
            "until the line is long")}) {
    EXPECT_EQ(subject_seen(subject), subject);
  }
}

TEST(Headers, CannotBeAddedByForeignText) {
  for (const char* attack : {"x\r\nBcc: all@example.org",
                             "x\nBcc: all@example.org",
                             "x\rBcc: all@example.org",
                             "x\r\n\r\nbody",
                             "\r\nBcc: all@example.org",
                             "x\r\n Bcc: y",
                             "ü\r\nBcc: all@example.org"}) {
    Letter mail = letter();
    mail.subject = mail.from.name = mail.to.name = mail.alert_id = attack;
    EXPECT_THAT(read_by_another(mail),
                AllOf(HasSubstr(R"("headers": ["From", "To", "Subject", "Date", "Message-ID", )"
                                R"("List-Id", "Auto-Submitted", "X-Newswatch-Alert", )"
                                R"("MIME-Version", "Content-Type"])"),
                      HasSubstr(R"("defects": [])")))
        << attack;
  }
}

TEST(Names, SurviveQuotesAndScripts) {
  for (const char* name : {"Doe, Jane \\\"JD\\\"", "Duty (night)", "الوردية", "a@b (c)"}) {
    Letter mail = letter();
    mail.to.name = name;
    EXPECT_THAT(read_by_another(mail),
                AllOf(HasSubstr("duty@example.org"), HasSubstr(R"("defects": [])")));
  }
}

TEST(Address, IsReadWithAndWithoutAName) {
  EXPECT_EQ(*Address::parse(" duty@example.org "), (Address{"", "duty@example.org"}));
  EXPECT_EQ(*Address::parse("The Duty Desk <duty@example.org>"),
            (Address{"The Duty Desk", "duty@example.org"}));
  EXPECT_EQ(*Address::parse("\"Desk, Duty\" <d.u+t@[127.0.0.1]>"),
            (Address{"Desk, Duty", "d.u+t@[127.0.0.1]"}));
  EXPECT_TRUE(Address::parse("root@localhost"));
}

TEST(Address, IsRefusedWhereItCouldMeanSomethingElse) {
  for (const char* text : {"",
                           "duty",
                           "@example.org",
                           "duty@",
                           "a b@example.org",
                           "a@b@c",
                           "a@exa mple.org",
                           "duty@example.org\r\nRCPT TO:<x@y>",
                           "duty@example.org>",
                           "<duty@example.org",
                           "x\r\ny <duty@example.org>",
                           "d\xC3\xBCty@example.org",
                           ".a@b",
                           "a..b@c",
                           "a@-b",
                           "a@b..c",
                           "a,b@c",
                           "a@b,c@d",
                           "<a@b><c@d>",
                           "a@[x y]"}) {
    EXPECT_FALSE(Address::parse(text)) << text;
  }
  EXPECT_FALSE(Address::parse(std::string(65, 'a') + "@b"));
  EXPECT_FALSE(Address::parse("a@" + std::string(300, 'b')));
}

TEST(DotAtom, HoldsNothingThatEndsIt) {
  EXPECT_EQ(dot_atom("watcher.example.org"), "watcher.example.org");
  EXPECT_EQ(dot_atom("a>\r\nb c"), "a---b-c");
  EXPECT_EQ(dot_atom(""), "localhost");
  EXPECT_EQ(dot_atom("a..b."), "a.-b");
}

}  // namespace
}  // namespace channel

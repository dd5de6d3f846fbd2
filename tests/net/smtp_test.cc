#include "net/smtp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/certificate.h"
#include "support/mail_server.h"

namespace {

using net::Mail;
using net::MailAnswer;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::chrono::seconds limit{10};

Mail mail_to(const support::MailServer& server, const std::string& scheme = "smtp") {
  Mail mail;
  mail.server = *base::Url::parse(server.url(scheme));
  mail.from = "newswatch@example.org";
  mail.to = "duty@example.org";
  mail.content = "Subject: Niger\r\n\r\nA line\r\n.\r\n..two dots\r\n.hidden\r\nlast\r\n";
  return mail;
}

TEST(SendMail, BringsTheMailAsItIs) {
  const support::MailServer server;
  const Mail mail = mail_to(server);
  const MailAnswer answer = net::send_mail(mail, limit);
  EXPECT_EQ(answer.reply, 250) << answer.message;
  EXPECT_TRUE(answer.sent_all);
  ASSERT_THAT(server.mails(), SizeIs(1));
  EXPECT_EQ(server.mails().front(),
            "X-Envelope-From: newswatch@example.org\r\nX-Envelope-To: duty@example.org\r\n"
            "X-Envelope-Tls: no\r\n" +
                mail.content);
}

TEST(SendMail, TurnsBareLineEndsIntoWholeOnes) {
  const support::MailServer server;
  Mail mail = mail_to(server);
  mail.content = ".Subject: x\n\na\r.\rb\n.\n\r\nMAIL FROM:<evil@example.org>\n";
  EXPECT_EQ(net::send_mail(mail, limit).reply, 250);
  ASSERT_THAT(server.mails(), SizeIs(1));
  EXPECT_THAT(
      server.mails().front(),
      HasSubstr(".Subject: x\r\n\r\na\r\n.\r\nb\r\n.\r\n\r\nMAIL FROM:<evil@example.org>\r\n"));
}

TEST(SendMail, TellsWhatTheServerRefused) {
  for (const auto& [mode, reply] : std::vector<std::pair<std::string, int>>{{"rcpt-450", 450},
                                                                            {"rcpt-550", 550},
                                                                            {"data-451", 451},
                                                                            {"data-554", 554},
                                                                            {"mail-421", 421}}) {
    const support::MailServer server({"--mode", mode});
    const MailAnswer answer = net::send_mail(mail_to(server), limit);
    EXPECT_EQ(answer.reply, reply) << mode << ": " << answer.message;
    EXPECT_THAT(answer.message, HasSubstr(std::to_string(reply)));
    EXPECT_EQ(answer.sent_all, mode.starts_with("data")) << mode;
  }
}

TEST(SendMail, SaysThatADroppedMailMayHaveArrived) {
  const support::MailServer server({"--mode", "drop-after-data"});
  const MailAnswer answer = net::send_mail(mail_to(server), limit);
  EXPECT_EQ(answer.reply, 0) << answer.message;
  EXPECT_TRUE(answer.sent_all);
}

TEST(SendMail, GivesUpAServerThatHangs) {
  for (const std::string mode : {"hang-at-data", "hang-at-greeting"}) {
    const support::MailServer server({"--mode", mode});
    const MailAnswer answer = net::send_mail(mail_to(server), std::chrono::milliseconds(700));
    EXPECT_EQ(answer.reply, 0) << mode;
    EXPECT_EQ(answer.sent_all, mode == "hang-at-data");
    EXPECT_THAT(answer.message, HasSubstr("in time"));
  }
}

TEST(SendMail, SaysThatNobodyListens) {
  Mail mail;
  {
    const support::MailServer gone;
    mail = mail_to(gone);
  }
  const MailAnswer answer = net::send_mail(mail, limit);
  EXPECT_EQ(answer.reply, 0);
  EXPECT_FALSE(answer.sent_all);
  EXPECT_THAT(answer.message, HasSubstr("Connection refused"));
}

class MailOverTls : public testing::Test {
 protected:
  [[nodiscard]] std::vector<std::string> with_tls(std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--cert", certificate_.cert(), "--key", certificate_.key()});
    return more;
  }
  support::Certificate certificate_;
};

TEST_F(MailOverTls, IsTakenWhereItIsOffered) {
  const support::MailServer server(with_tls({"--require-tls"}));
  EXPECT_EQ(net::send_mail(mail_to(server), limit).reply, 250);
  EXPECT_THAT(server.mails().at(0), HasSubstr("X-Envelope-Tls: yes"));
}

TEST_F(MailOverTls, IsNotTakenWhereItIsOff) {
  const support::MailServer server(with_tls());
  Mail mail = mail_to(server);
  mail.tls = Mail::Tls::off;
  EXPECT_EQ(net::send_mail(mail, limit).reply, 250);
  EXPECT_THAT(server.mails().at(0), HasSubstr("X-Envelope-Tls: no"));
}

TEST_F(MailOverTls, ChecksTheCertificateWhereItIsRequired) {
  const support::MailServer server(with_tls());
  Mail mail = mail_to(server);
  mail.tls = Mail::Tls::required;
  const MailAnswer refused = net::send_mail(mail, limit);
  EXPECT_EQ(refused.reply, 0);
  EXPECT_FALSE(refused.sent_all);
  EXPECT_THAT(refused.message, HasSubstr("no secure connection"));
  mail.ca_file = certificate_.cert();
  EXPECT_EQ(net::send_mail(mail, limit).reply, 250);
  mail.ca_file.clear();
  mail.insecure = true;
  EXPECT_EQ(net::send_mail(mail, limit).reply, 250);
}

TEST_F(MailOverTls, DoesNotFallBackWhereItIsRequired) {
  const support::MailServer server;
  Mail mail = mail_to(server);
  mail.tls = Mail::Tls::required;
  const MailAnswer answer = net::send_mail(mail, limit);
  EXPECT_EQ(answer.reply, 0);
  EXPECT_THAT(answer.message, HasSubstr("offers no TLS"));
  EXPECT_THAT(server.mails(), SizeIs(0));
}

TEST_F(MailOverTls, MayBeThereFromTheStart) {
  const support::MailServer server(with_tls({"--smtps"}));
  Mail mail = mail_to(server, "smtps");
  mail.ca_file = certificate_.cert();
  const MailAnswer answer = net::send_mail(mail, limit);
  EXPECT_EQ(answer.reply, 250) << answer.message;
}

TEST_F(MailOverTls, CarriesUserAndPassword) {
  const support::MailServer server(with_tls({"--user", "news", "--password", "s3cret"}));
  Mail mail = mail_to(server);
  mail.user = "news";
  mail.password = base::Secret("s3cret");
  EXPECT_EQ(net::send_mail(mail, limit).reply, 250);
  mail.password = base::Secret("wrong");
  const MailAnswer answer = net::send_mail(mail, limit);
  EXPECT_EQ(answer.reply, 535) << answer.message;
  EXPECT_THAT(answer.message, Not(HasSubstr("wrong")));
}

TEST(SendMail, SendsNoPasswordInTheClear) {
  Mail mail;
  mail.server = *base::Url::parse("smtp://mail.invalid:25");
  mail.from = "a@example.org";
  mail.to = "b@example.org";
  mail.tls = Mail::Tls::off;
  mail.user = "news";
  const MailAnswer answer = net::send_mail(mail, limit);
  EXPECT_THAT(answer.message, StartsWith("a password is not sent without TLS"));
}

TEST(SendMail, RefusesAddressesThatWouldBreakTheDialogue) {
  const support::MailServer server;
  for (const char* address :
       {"", "a@b\r\nRCPT TO:<evil@example.org>", "a@b> SIZE=1", "<a@b>", "a b@c", "a@b\x7f"}) {
    Mail mail = mail_to(server);
    mail.to = address;
    EXPECT_EQ(net::send_mail(mail, limit).reply, 0) << address;
    std::swap(mail.to, mail.from);
    mail.to = "duty@example.org";
    EXPECT_EQ(net::send_mail(mail, limit).reply, 0) << address;
  }
  EXPECT_THAT(server.mails(), SizeIs(0));
}

}  // namespace

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channel/made.h"
#include "contract/channel_contract.h"
#include "support/alerts.h"
#include "support/certificate.h"
#include "support/mail_server.h"

namespace channel {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string keys(const support::MailServer& server, const std::string& more = "") {
  return "type: email, server: \"" + server.url() +
         "\", from: \"News <newswatch@example.org>\", to: [\"Duty Desk <duty@example.org>\", "
         "two@example.org]" +
         more;
}

model::Message mail_to(const std::string& recipient) {
  return support::message_of(support::niger_alert(), recipient);
}

Verdict with_mode(const std::string& mode) {
  const support::MailServer server({"--mode", mode});
  Made made(keys(server));
  EXPECT_TRUE(made.fine()) << made.problems();
  const model::Message message = mail_to("duty@example.org");
  return made->send({&message, 1}, soon(std::chrono::seconds(2))).at(0);
}

TEST(Email, ArrivesWholeAtARealServer) {
  const support::MailServer server;
  Made made(keys(server));
  ASSERT_TRUE(made.fine()) << made.problems();
  EXPECT_THAT(made->recipients(), ElementsAre("duty@example.org", "two@example.org"));
  const Verdict verdict = send_one(*made, mail_to("duty@example.org"));
  EXPECT_EQ(verdict.kind, Verdict::Kind::sent) << verdict.reason;
  ASSERT_EQ(server.mails().size(), 1U);
  EXPECT_THAT(
      server.mails()[0],
      AllOf(HasSubstr("X-Envelope-From: newswatch@example.org\r\n"),
            HasSubstr("X-Envelope-To: duty@example.org\r\n"),
            HasSubstr("\r\nFrom: \"News\"\r\n <newswatch@example.org>\r\n"),
            HasSubstr("\r\nTo: \"Duty Desk\"\r\n <duty@example.org>\r\n"),
            HasSubstr("\r\nSubject: sahel: Floods near Niger force thousands out\r\n"),
            HasSubstr("\r\nDate: Mon, 23 Nov 2026 04:05:00 +0000\r\n"),
            HasSubstr("\r\nMessage-ID: <e1d2c3b4-0000-5000-8000-000000000000@watcher.example.org>"),
            HasSubstr("\r\nList-Id: <it.newswatch.watcher.example.org>\r\n"),
            HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"),
            HasSubstr("\r\nX-Newswatch-Alert: 5f1c3c56-0d5c-5d0a-9b1e-1f1f5b0b7a01\r\n")));
}

TEST(Email, IsTheSameMailInEveryAttempt) {
  const support::MailServer server;
  Made made(keys(server));
  model::Message message = mail_to("duty@example.org");
  (void)send_one(*made, message);
  message.attempt = 2;
  (void)send_one(*made, message);
  ASSERT_EQ(server.mails().size(), 2U);
  EXPECT_EQ(server.mails()[0], server.mails()[1]);
}

TEST(Email, TriesAgainWhatTheServerPutsOff) {
  for (const char* mode : {"mail-421", "rcpt-450", "data-451"}) {
    const Verdict verdict = with_mode(mode);
    EXPECT_EQ(verdict.kind, Verdict::Kind::later) << mode;
    EXPECT_FALSE(verdict.maybe_arrived) << mode;
    EXPECT_THAT(verdict.reason, HasSubstr(std::string(mode).substr(5))) << mode;
  }
}

TEST(Email, GivesUpOnWhatTheServerRefuses) {
  for (const char* mode : {"rcpt-550", "data-554"}) {
    const Verdict verdict = with_mode(mode);
    EXPECT_EQ(verdict.kind, Verdict::Kind::never) << mode;
    EXPECT_THAT(verdict.reason, HasSubstr(std::string(mode).substr(5))) << mode;
  }
}

TEST(Email, SaysWhenAMailMayHaveArrivedAllTheSame) {
  for (const char* mode : {"drop-after-data", "hang-at-data"}) {
    const Verdict verdict = with_mode(mode);
    EXPECT_EQ(verdict.kind, Verdict::Kind::later) << mode;
    EXPECT_TRUE(verdict.maybe_arrived) << mode << ": " << verdict.reason;
  }
  const Verdict silent = with_mode("hang-at-greeting");
  EXPECT_EQ(silent.kind, Verdict::Kind::later);
  EXPECT_FALSE(silent.maybe_arrived);
}

TEST(Email, SignsIn) {
  const support::MailServer server({"--user", "news", "--password", "hunter2222"});
  Made made(keys(server, ", user: news, password: hunter2222, allow_inline: true, tls: off"));
  ASSERT_TRUE(made.fine()) << made.problems();
  const Verdict verdict = send_one(*made, mail_to("duty@example.org"));
  EXPECT_EQ(verdict.kind, Verdict::Kind::sent) << verdict.reason;
}

TEST(Email, LosesNoAlertToAMistypedPassword) {
  const support::MailServer server({"--user", "news", "--password", "hunter2222"});
  Made made(keys(server, ", user: news, password: hunter3333, allow_inline: true, tls: off"));
  const Verdict verdict = send_one(*made, mail_to("duty@example.org"));
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_THAT(verdict.reason, AllOf(HasSubstr("password"), Not(HasSubstr("hunter3333"))));
}

TEST(Email, SendsNothingInTheClearWhereTlsIsRequired) {
  const support::MailServer server;  // offers no STARTTLS
  Made made(keys(server, ", tls: required"));
  const Verdict verdict = send_one(*made, mail_to("duty@example.org"));
  EXPECT_EQ(verdict.kind, Verdict::Kind::later);
  EXPECT_THAT(verdict.reason, HasSubstr("TLS"));
  EXPECT_TRUE(server.mails().empty());
}

TEST(Email, EncryptsWhereTheServerOffersIt) {
  const support::Certificate own;
  const support::MailServer server({"--cert", own.cert(), "--key", own.key(), "--require-tls"});
  Made made(keys(server));
  EXPECT_EQ(send_one(*made, mail_to("duty@example.org")).kind, Verdict::Kind::sent);
  ASSERT_EQ(server.mails().size(), 1U);
  EXPECT_THAT(server.mails()[0], HasSubstr("X-Envelope-Tls: yes"));
}

TEST(Email, TrustsNoStrangersCertificateUnlessToldTo) {
  const support::Certificate own;
  const support::MailServer server({"--cert", own.cert(), "--key", own.key()});
  Made strict(keys(server, ", tls: required"));
  EXPECT_EQ(send_one(*strict, mail_to("duty@example.org")).kind, Verdict::Kind::later);
  Made lenient(keys(server, ", tls: required, insecure: true"));
  EXPECT_EQ(send_one(*lenient, mail_to("duty@example.org")).kind, Verdict::Kind::sent);
}

TEST(Email, KeepsTheContractWithAnyServer) {
  for (const char* mode : {"ok", "rcpt-550", "hang-at-greeting", "drop-after-data"}) {
    const support::MailServer server({"--mode", mode});
    Made made(keys(server));
    contract::check_channel(*made, {.recipient = "duty@example.org", .secrets = {}});
  }
}

TEST(Email, NamesEveryWrongKey) {
  const std::string good = "type: email, server: \"smtp://mail.example.org\", from: a@example.org";
  EXPECT_TRUE(Made(good + ", to: b@example.org").fine());
  EXPECT_THAT(Made(good).problems(), HasSubstr("`to` is missing"));
  EXPECT_THAT(Made(good + ", to: nobody").problems(), HasSubstr("nobody: not a mail address"));
  EXPECT_THAT(Made(good + ", to: \"b@example.org\\r\\nBcc: c@d\"").problems(),
              HasSubstr("not a mail address"));
  EXPECT_THAT(Made(good + ", to: [b@example.org, B@EXAMPLE.ORG]").problems(), HasSubstr("twice"));
  EXPECT_THAT(Made(good + ", to: b@example.org, user: u").problems(), HasSubstr("`password`"));
  EXPECT_THAT(Made(good + ", to: b@example.org, user: u, password: pppp, allow_inline: true, "
                          "tls: opportunistic")
                  .problems(),
              HasSubstr("`tls: required`"));
  EXPECT_THAT(Made("type: email, server: \"smtp://h/path\", from: a@b.c, to: d@e.f").problems(),
              HasSubstr("no more"));
  EXPECT_THAT(
      Made("type: email, server: \"smtps://h\", from: a@b.c, to: d@e.f, tls: off").problems(),
      HasSubstr("always encrypted"));
}

}  // namespace
}  // namespace channel

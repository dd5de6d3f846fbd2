#include "net/smtp.h"

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>

#include <sys/socket.h>

#include "base/text.h"
#include "net/address_guard.h"
#include "net/curl.h"
#include "net/trouble.h"

namespace net {
namespace {

constexpr std::size_t longest_reply = 1024;  ///< bytes kept of what the server said

/// What the callbacks see of one mail.
struct Sending {
  std::string content;
  std::size_t given = 0;
  std::string reply;    ///< the last line the server sent
  std::string refusal;  ///< the last that said no; a "221 Bye" may follow it
};

std::size_t on_content(char* buffer, std::size_t, std::size_t size, void* self) noexcept {
  auto& sending = *static_cast<Sending*>(self);
  const std::size_t count = sending.content.copy(buffer, size, sending.given);
  sending.given += count;
  return count;
}

std::size_t on_reply(char* line, std::size_t, std::size_t size, void* self) noexcept {
  try {
    auto& sending = *static_cast<Sending*>(self);
    sending.reply.assign(line, std::min(size, longest_reply));
    if (sending.reply.starts_with('4') || sending.reply.starts_with('5')) {
      sending.refusal = sending.reply;
    }
    return size;
  } catch (const std::exception&) {
    return 0;  // libcurl reports the failure
  }
}

/// libcurl says farewell (QUIT) also to a server that has hung, and would wait two minutes for the
/// answer. Nothing more is read, so it only says it.
void stop_listening(const Easy& easy) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (curl_easy_getinfo(easy.get(), CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
      socket != CURL_SOCKET_BAD) {
    (void)::shutdown(socket, SHUT_RD);  // a connection already gone is as good
  }
}

/// Bare CR and LF would let text end the message early at some servers.
std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '\r' && c != '\n') {
      out += c;
      continue;
    }
    if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
      ++at;
    }
    out += "\r\n";
  }
  return out;
}

bool is_address(std::string_view text) {
  const auto breaks = [](char c) {
    return static_cast<unsigned char>(c) <= 0x20U || c == '<' || c == '>' || c == 0x7f;
  };
  return !text.empty() && std::none_of(text.begin(), text.end(), breaks);
}

bool is_loopback(const std::string& host) {
  static constexpr std::array<std::string_view, 3> names{"localhost", "::1", "[::1]"};
  if (std::find(names.begin(), names.end(), host) != names.end()) {
    return true;
  }
  const auto why = AddressGuard().refusal(std::string_view(host));
  return why && why->ends_with("a loopback address");
}

std::string problem_of(const Mail& mail) {
  const std::string& scheme = mail.server.scheme();
  if (scheme != "smtp" && scheme != "smtps") {
    return "the mail server must be smtp:// or smtps://";
  }
  if (!is_address(mail.from)) {
    return "the sender is not a mail address: " + base::printable(mail.from);
  }
  if (!is_address(mail.to)) {
    return "the recipient is not a mail address: " + base::printable(mail.to);
  }
  if (!mail.user.empty() && scheme == "smtp" && mail.tls == Mail::Tls::off &&
      !is_loopback(mail.server.host())) {
    return "a password is not sent without TLS; set tls to required, or the server to smtps://";
  }
  return "";
}

void set_security(Easy& easy, const Mail& mail) {
  const bool remote_password = !mail.user.empty() && !is_loopback(mail.server.host());
  long wanted = CURLUSESSL_NONE;
  bool verified = !mail.insecure;
  if (mail.server.scheme() == "smtp" && mail.tls != Mail::Tls::off) {
    const bool required = mail.tls == Mail::Tls::required || remote_password;
    wanted = required ? CURLUSESSL_ALL : CURLUSESSL_TRY;
    // Whoever could forge a certificate could as well hide that TLS is offered; a local relay's own
    // is common.
    verified = verified && required;
  }
  easy.set(CURLOPT_USE_SSL, wanted);
  easy.set(CURLOPT_SSL_VERIFYPEER, verified ? 1L : 0L);
  easy.set(CURLOPT_SSL_VERIFYHOST, verified ? 2L : 0L);
  easy.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  easy.set(CURLOPT_CAINFO, mail.ca_file.empty() ? default_ca_file : mail.ca_file.c_str());
  if (!mail.user.empty()) {
    easy.set(CURLOPT_USERNAME, mail.user);
    easy.set(CURLOPT_PASSWORD, mail.password.reveal());
  }
}

void set_transport(Easy& easy, const Mail& mail, std::chrono::milliseconds limit) {
  easy.set(
      CURLOPT_URL,
      mail.server.scheme() + "://" + mail.server.host() + ":" + std::to_string(mail.server.port()));
  easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  easy.set(CURLOPT_NOSIGNAL, 1L);
  easy.set(CURLOPT_QUICK_EXIT, 1L);
  easy.set(CURLOPT_PROXY, "");
  easy.set(CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
  easy.set(CURLOPT_CONNECTTIMEOUT_MS,
           static_cast<long>(std::min<std::chrono::milliseconds>(limit, connect_limit).count()));
}

MailAnswer answer_of(
    const Easy& easy, CURLcode code, const Mail& mail, const Sending& sending, std::string detail) {
  MailAnswer answer;
  answer.sent_all = sending.given == sending.content.size();
  const auto reply = static_cast<int>(easy.number(CURLINFO_RESPONSE_CODE));
  if (code == CURLE_OK) {
    answer.reply = reply;
    answer.message = base::printable(base::trim(sending.reply));
    return answer;
  }
  const bool silent =
      code == CURLE_OPERATION_TIMEDOUT || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING;
  if (reply >= 400 && !silent) {
    answer.reply = reply;
    answer.message = "the mail server answered " + base::printable(base::trim(sending.refusal));
    return answer;
  }
  Failure failure;
  failure.code = code;
  failure.detail = std::move(detail);
  failure.system_error = easy.number(CURLINFO_OS_ERRNO);
  failure.connected = easy.size(CURLINFO_CONNECT_TIME_T) > 0;
  answer.message = trouble_of_failure(failure, mail.server, TimeLimits{}).message;
  if (code == CURLE_USE_SSL_FAILED) {
    answer.message =
        "the mail server " + mail.server.host() + " offers no TLS, which is required here";
  } else if (code == CURLE_LOGIN_DENIED) {
    answer.message = "the mail server refuses the user or password, or offers no way to sign in";
  } else if (code == CURLE_OPERATION_TIMEDOUT && failure.connected) {
    answer.message = "the mail server did not answer in time";
  }
  return answer;
}

}  // namespace

MailAnswer send_mail(const Mail& mail, std::chrono::milliseconds limit) {
  if (std::string problem = problem_of(mail); !problem.empty()) {
    return {0, false, std::move(problem)};
  }
  Sending sending;
  sending.content = with_crlf(mail.content);
  std::array<char, CURL_ERROR_SIZE> detail{};
  Slist recipients;
  recipients.add(mail.to);
  Easy easy;
  set_transport(easy, mail, std::max(limit, std::chrono::milliseconds(1)));
  set_security(easy, mail);
  easy.set(CURLOPT_MAIL_FROM, mail.from);
  easy.set(CURLOPT_MAIL_RCPT, static_cast<void*>(recipients.get()));
  easy.set(CURLOPT_UPLOAD, 1L);
  easy.set(CURLOPT_READFUNCTION, &on_content);
  easy.set(CURLOPT_READDATA, static_cast<void*>(&sending));
  easy.set(CURLOPT_HEADERFUNCTION, &on_reply);
  easy.set(CURLOPT_HEADERDATA, static_cast<void*>(&sending));
  easy.set(CURLOPT_ERRORBUFFER, static_cast<void*>(detail.data()));
  const CURLcode code = curl_easy_perform(easy.get());
  stop_listening(easy);
  return answer_of(easy, code, mail, sending, detail.data());
}

}  // namespace net

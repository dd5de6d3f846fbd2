#include "api/client.h"

#include <functional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include "api/socket.h"
#include "support/temp_dir.h"

namespace {

using testing::HasSubstr;

/// Answers one connection with the given bytes, whatever it is asked.
class OneAnswer final {
 public:
  OneAnswer(const std::filesystem::path& socket, std::string bytes)
      : listening_(*api::ListeningSocket::open(socket)),
        fd_(listening_.release()),
        thread_([this, bytes = std::move(bytes)] { serve(bytes); }) {}

 private:
  void serve(const std::string& bytes) const {
    pollfd waiting{fd_.get(), POLLIN, 0};
    if (::poll(&waiting, 1, 10'000) != 1) {
      return;
    }
    const base::Fd peer(::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    std::string request;
    char piece[4096];
    while (!request.ends_with("\r\n\r\n") && !request.ends_with("{}")) {
      const ssize_t count = ::recv(peer.get(), piece, sizeof(piece), 0);
      if (count <= 0) {
        return;
      }
      request.append(piece, static_cast<std::size_t>(count));
    }
    (void)::send(peer.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  api::ListeningSocket listening_;
  base::Fd fd_;
  std::jthread thread_;
};

class Client : public testing::Test {
 protected:
  support::TempDir folder;
  std::filesystem::path socket = folder / "api.sock";
  api::Client client{socket};
};

TEST_F(Client, SaysWhereNobodyAnswers) {
  const auto answer = client.get("/v1/status");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, base::Cause::unavailable);
  EXPECT_EQ(answer.error().message, "no daemon answers at " + socket.string());
}

TEST_F(Client, ReadsAChunkedAnswer) {
  const OneAnswer server(socket,
                         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n");
  EXPECT_EQ(client.get("/")->body, "hello, world");
}

TEST_F(Client, ReadsAnAnswerThatEndsWithTheConnection) {
  const OneAnswer server(socket, "HTTP/1.1 200 OK\r\n\r\n" + std::string(40'000, 'x'));
  EXPECT_EQ(client.get("/")->body.size(), 40'000U);
}

TEST_F(Client, SaysThatAnAnswerWasCutShort) {
  const OneAnswer server(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  const auto answer = client.get("/");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "the daemon closed the connection");
}

TEST_F(Client, RefusesWhatIsNotHttp) {
  const OneAnswer server(socket, "220 mail.example.org ESMTP\r\n");
  EXPECT_FALSE(client.get("/"));
}

TEST_F(Client, ARefusedFollowSaysWhy) {
  const OneAnswer server(socket,
                         "HTTP/1.1 403 Forbidden\r\nContent-Length: 25\r\n\r\n"
                         "{\"error\":\"not you today\"}");
  const auto ended =
      client.follow("/", std::chrono::seconds(5), [](std::string_view) { return true; });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().message, "not you today");
}

TEST_F(Client, HalfADownloadIsRemoved) {
  const OneAnswer server(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  EXPECT_FALSE(client.download("/v1/backup", "{}", folder / "copy.db"));
  EXPECT_FALSE(std::filesystem::exists(folder / "copy.db"));
}

TEST_F(Client, ADownloadNeverReplacesAFile) {
  const OneAnswer server(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
  folder.write("copy.db", "precious");
  const auto answer = client.download("/v1/backup", "{}", folder / "copy.db");
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("File exists"));
  EXPECT_EQ(support::read_file(folder / "copy.db"), "precious");
}

}  // namespace

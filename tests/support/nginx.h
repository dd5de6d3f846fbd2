// An nginx of our own on free ports of loopback: TLS with HTTP/2, gzip, ETags, from a folder of
// files.
#pragma once

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/certificate.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace support {

class Nginx final {
 public:
  explicit Nginx(const std::string& root, const std::string& tls_versions = "TLSv1.2 TLSv1.3")
      : plain_port_(free_port()), tls_port_(free_port()), program_(start(root, tls_versions)) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!accepts(plain_port_) || !accepts(tls_port_)) {
      if (std::chrono::steady_clock::now() > give_up)
        throw std::runtime_error("nginx did not start");
      std::this_thread::yield();
    }
  }

  [[nodiscard]] std::string plain(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(plain_port_) + path;
  }
  [[nodiscard]] std::string tls(const std::string& path,
                                const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(tls_port_) + path;
  }
  [[nodiscard]] const std::string& certificate() const { return certificate_.cert(); }
  /// Of every request: protocol, path, status, the TLS session ("r" if it was resumed), "new" for a
  /// new connection.
  [[nodiscard]] std::string log() const { return read_file(folder_ / "access.log"); }
  /// Whether the log holds the text; nginx writes a line after the answer, so it is given ten
  /// seconds.
  [[nodiscard]] bool logged(const std::string& text) const {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (log().find(text) == std::string::npos) {
      if (std::chrono::steady_clock::now() > give_up) return false;
      std::this_thread::yield();
    }
    return true;
  }

 private:
  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  static int free_port() {
    const base::Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    auto* const general = reinterpret_cast<sockaddr*>(&address);  // as the interface wants it
    if (::bind(socket.get(), general, size) != 0 ||
        ::getsockname(socket.get(), general, &size) != 0) {
      throw std::runtime_error("no free port");
    }
    return ntohs(address.sin_port);
  }

  static bool accepts(int port) {
    const base::Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port);
    return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) ==
           0;
  }

  std::vector<std::string> start(const std::string& root, const std::string& tls_versions) {
    const std::string here = folder_.path().string();
    std::string temp;
    for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      temp += std::string(kind) + "_temp_path " + here + "/" + kind + "; ";
    }
    folder_.write(
        "nginx.conf",
        "daemon off; master_process off; worker_processes 1; pid " + here + "/pid; error_log " +
            here + "/error.log; events { worker_connections 512; } http { " + temp +
            "types { application/rss+xml xml; } default_type text/plain; keepalive_requests "
            "1000000; "
            "log_format told '$server_protocol $uri $status $ssl_session_reused "
            "$connection_requests'; "
            "access_log " +
            here +
            "/access.log told; gzip on; gzip_types *; gzip_min_length 1; "
            "root " +
            root + "; ssl_certificate " + certificate_.cert() + "; ssl_certificate_key " +
            certificate_.key() + "; ssl_protocols " + tls_versions +
            "; ssl_session_cache builtin:100; server { listen 127.0.0.1:" +
            std::to_string(plain_port_) +
            "; } server { listen 127.0.0.1:" + std::to_string(tls_port_) + " ssl http2; } }");
    return {"/usr/sbin/nginx", "-p", here, "-e", here + "/error.log", "-c", here + "/nginx.conf"};
  }

  TempDir folder_;
  Certificate certificate_;
  int plain_port_;
  int tls_port_;
  Program program_;
};

}  // namespace support

// One visit to one feed on the web: request, every redirect and the one retry, up to the Response.
// It decides; the client's loop moves the bytes. Private to this room.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/url.h"
#include "net/answer_head.h"
#include "net/client.h"
#include "net/dialling.h"
#include "net/request.h"

namespace net {

/// Stays in its place in memory while libcurl knows it.
class Transfer final {
 public:
  Transfer(Request request,
           AddressGuard guard,
           const ClientOptions& options,
           base::SteadyPoint now);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  Transfer(Transfer&&) = delete;
  Transfer& operator=(Transfer&&) = delete;
  ~Transfer() = default;

  enum class Next { ask, done };  ///< hand `easy` to libcurl, or take the response

  /// The handle comes as it was made or reset.
  [[nodiscard]] Next begin(Easy& easy, base::SteadyPoint now);
  /// libcurl is through with what was asked.
  [[nodiscard]] Next finish(Easy& easy, CURLcode code, base::SteadyPoint now);
  /// The visit ends here whatever libcurl may still know.
  void give_up(model::Trouble trouble, base::SteadyPoint now);

  [[nodiscard]] bool answered() const { return head_.lines > 0 || head_.status != 0; }
  [[nodiscard]] const TimeLimits& limits() const { return options_.limits; }
  [[nodiscard]] Response take_response() { return std::move(response_); }

 private:
  enum class Manner {
    usual,
    plain
  };  ///< plain: nothing a picky or broken server could stumble over

  [[nodiscard]] Next ask(Easy& easy, base::SteadyPoint now);
  [[nodiscard]] Next ask_plainly(Easy& easy, base::SteadyPoint now);
  [[nodiscard]] Next follow(Easy& easy, base::SteadyPoint now);
  [[nodiscard]] Next end(Easy& easy, base::SteadyPoint now);
  [[nodiscard]] Next end_failed(model::Trouble trouble, base::SteadyPoint now);
  [[nodiscard]] model::Trouble trouble_of(const Easy& easy,
                                          CURLcode code,
                                          base::SteadyPoint now) const;
  void set_policy(Easy& easy, base::SteadyPoint now);
  void set_who(Easy& easy);
  void set_headers(Easy& easy);
  /// True if an Accept is among those the user configured.
  [[nodiscard]] bool add_configured_headers();
  void add_validators();
  void set_callbacks(Easy& easy);
  void fill_from_head();

  static std::size_t on_header(char* line, std::size_t, std::size_t size, void* self) noexcept;
  static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* self) noexcept;
  static int on_progress(
      void* self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t) noexcept;
  [[nodiscard]] bool take_body(std::string_view bytes);

  const ClientOptions& options_;
  Request request_;
  Dialling dialling_;
  Response response_;
  AnswerHead head_;
  model::Trouble stopped_;  ///< why a callback stopped the transfer
  base::Url home_;          ///< as configured
  base::Url url_;           ///< of this hop
  std::vector<std::string> visited_;
  Slist headers_;
  Manner manner_ = Manner::usual;
  bool asked_validators_ = false;
  bool all_permanent_ = true;
  std::size_t received_ = 0;  ///< decoded bytes of this hop
  CURL* handle_ = nullptr;    ///< of this hop, for the callbacks
  base::SteadyPoint began_;
  std::array<char, CURL_ERROR_SIZE> detail_{};
};

}  // namespace net

package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// SignatureHeader has the time of sending and an HMAC-SHA256, with the secret of the
// alert, of that time, a dot and the body: t=1767225600,v1=HEX.
const SignatureHeader = "X-Vankien-Signature"

// DeliveryHeader has the id of the delivery, which is the same each time it is sent.
const DeliveryHeader = "X-Vankien-Delivery"

// sendTime is how long an attempt may take.
const sendTime = 10 * time.Second

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Signature signs a body that is sent at a time.
func Signature(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// send tries the delivery of an alert once. What the receiver answers does not matter
// but for its status.
func (w *worker) send(ctx context.Context, x *Alert, body []byte) error {
	if err := w.guard.check(x.URL); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, x.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "vankien/"+w.opt.Version)
	r.Header.Set(DeliveryHeader, x.Pending.ID)
	r.Header.Set(SignatureHeader, Signature(x.Secret, time.Now(), body))
	answer, err := w.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // so that the connection may be used again
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the receiver answers %d", answer.StatusCode)
	}
	return nil
}
